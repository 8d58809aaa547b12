package io.graft.spark;

import static org.apache.spark.sql.functions.col;

import io.graft.dataset.LabelIndex;
import io.graft.dataset.Split;
import io.graft.error.UserException;
import io.graft.json.Json;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The images that a network is trained on, packed once, so that no epoch opens small files.
 *
 * @param folder with {@code images/}, Parquet of {@code index long, uri string, class int, content
 *     binary}, and {@code _training.json}, its last file
 * @param count of the images, whose indices are 0 to {@code count - 1} in the order of their URIs
 */
public record TrainingImages(SparkSession session, Path folder, long count)
    implements TrainingExamples {

  static final StructType SCHEMA =
      new StructType()
          .add("index", DataTypes.LongType)
          .add("uri", DataTypes.StringType)
          .add("class", DataTypes.IntegerType)
          .add(ImagePack.CONTENT, DataTypes.BinaryType);

  private static final String ROWS = "images";
  private static final String INFO = "_training.json";

  /** What {@code _training.json} says. */
  record Info(long images, List<String> labels, String dataSetHash) {}

  /**
   * Packs the train split of a feature set, showing progress; a folder that was finished before is
   * taken as it is.
   *
   * @param folder of its own
   * @param maxBytes the longest file that is read
   * @throws UserException when an image is no longer what was extracted, has a label that is none
   *     of the labels, or there is none; when the folder holds other images
   */
  public static TrainingImages write(
      SparkSession session, FeatureSet features, LabelIndex labels, Path folder, long maxBytes) {
    Dataset<Row> train = features.features().filter(col("split").equalTo(Split.TRAIN.text()));
    long count = train.count();
    if (count == 0) {
      throw new UserException(
          "The feature set %s has no images to train on.".formatted(features.folder()));
    }
    Info wanted = new Info(count, labels.names(), FeatureSet.dataSetHash(train, count));
    TrainingImages images = new TrainingImages(session, folder, count);
    Storage storage = Storage.of(session);
    Path info = new Path(folder, INFO);
    if (storage.exists(info)) {
      requireSame(storage, info, wanted);
      return images;
    }
    new TrainingImagesWriter(session, ImageContents.of(session, features.info().images(), maxBytes))
        .write(train, labels, count, images.rowFolder());
    storage.writeText(info, Json.write(wanted));
    return images;
  }

  /** The images, in no order. */
  JavaRDD<TrainingImage> rows() {
    return read(session, SCHEMA, rowFolder());
  }

  @Override
  public JavaRDD<TrainingImage> rows(int epoch) {
    return rows();
  }

  /** Reads {@code index}, {@code class} and {@code content} from Parquet. */
  static JavaRDD<TrainingImage> read(SparkSession session, StructType schema, Path folder) {
    return PackFiles.reader(session)
        .schema(schema)
        .parquet(folder.toString())
        .select("index", "class", ImagePack.CONTENT)
        .javaRDD()
        .map(row -> new TrainingImage(row.getLong(0), row.getInt(1), row.getAs(2)));
  }

  private Path rowFolder() {
    return new Path(folder, ROWS);
  }

  private static void requireSame(Storage storage, Path file, Info wanted) {
    Info found =
        Json.read(file.toString(), storage.readText("The training images", file), Info.class);
    if (!found.equals(wanted)) {
      throw new UserException(
          "%s holds %d training images of another data set or other classes. Delete it, or choose another --out."
              .formatted(file.getParent(), found.images()));
    }
  }
}
