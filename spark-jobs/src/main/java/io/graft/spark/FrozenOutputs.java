package io.graft.spark;

import io.graft.dataset.ContentHash;
import io.graft.json.Json;
import io.graft.training.EncodedImageInput;
import io.graft.training.FrozenOutputInput;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What the frozen layers of a network make of training images, computed once for each view of them,
 * so that an epoch runs the trained layers alone.
 *
 * @param folder with a folder for each view: {@code examples/}, Parquet of {@code index long, class
 *     int, content binary}, the content as {@link FrozenOutputInput} reads it, and {@code
 *     _frozen.json}, its last file
 * @param count of the images
 * @param views of each image, which the epochs take in turn
 */
record FrozenOutputs(SparkSession session, Path folder, long count, int views)
    implements TrainingExamples {

  static final StructType SCHEMA =
      new StructType()
          .add("index", DataTypes.LongType)
          .add("class", DataTypes.IntegerType)
          .add(ImagePack.CONTENT, DataTypes.BinaryType);

  private static final String FOLDER = "frozen-outputs";
  private static final String ROWS = "examples";
  private static final String INFO = "_frozen.json";

  /**
   * What {@code _frozen.json} says.
   *
   * @param source hash of all that the outputs depend on beside the images
   */
  record Info(long images, String source) {}

  /**
   * Runs the frozen layers on the executors, showing progress, and writes what comes out beside the
   * images. Views that were finished before, from the same network and settings, are taken as they
   * are; others are written anew.
   *
   * @param input how the images are read
   * @param seed of the training
   */
  static FrozenOutputs write(
      TrainingImages images, EncodedImageInput input, long seed, FrozenPart part) {
    Path folder = new Path(images.folder(), FOLDER);
    FrozenOutputs outputs =
        new FrozenOutputs(images.session(), folder, images.count(), input.views());
    FrozenOutputsWriter writer = new FrozenOutputsWriter(images, input, seed, part);
    String source = part.spec().key() + input + seed;
    Info wanted = new Info(images.count(), ContentHash.of(source.getBytes(StandardCharsets.UTF_8)));
    for (int view = 0; view < input.views(); view++) {
      outputs.write(view, writer, wanted);
    }
    return outputs;
  }

  private void write(int view, FrozenOutputsWriter writer, Info wanted) {
    Storage storage = Storage.of(session);
    Path info = new Path(viewFolder(view), INFO);
    if (storage.exists(info)
        && Json.read(
                info.toString(), storage.readText("The output of frozen layers", info), Info.class)
            .equals(wanted)) {
      return;
    }
    storage.deleteFolder(viewFolder(view));
    writer.write(view, views, rowFolder(view));
    storage.writeText(info, Json.write(wanted));
  }

  @Override
  public JavaRDD<TrainingImage> rows(int epoch) {
    return TrainingImages.read(session, SCHEMA, rowFolder(epoch % views));
  }

  private Path rowFolder(int view) {
    return new Path(viewFolder(view), ROWS);
  }

  private Path viewFolder(int view) {
    return new Path(folder, "view-%05d".formatted(view));
  }
}
