package io.graft.spark;

import io.graft.dataset.ContentHash;
import io.graft.dataset.LabelIndex;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Small images of three classes in a folder, and the rows that a feature set has of them. */
final class ColouredImages {

  static final LabelIndex LABELS = LabelIndex.of(List.of("blue", "green", "red"));
  static final int SIDE = 8;

  private static final StructType SCHEMA =
      new StructType()
          .add("uri", DataTypes.StringType)
          .add("content_hash", DataTypes.StringType)
          .add("label", DataTypes.StringType)
          .add("split", DataTypes.StringType)
          .add("length", DataTypes.LongType);

  private final Path folder;
  private final List<Row> rows = new ArrayList<>();

  ColouredImages(Path folder, int count) {
    this.folder = folder;
    for (int i = 0; i < count; i++) {
      add(i, "train");
    }
  }

  void add(int number, String split) {
    int classIndex = number % LABELS.size();
    byte[] png = png(number, classIndex);
    Path file = file(number);
    try {
      Files.write(file, png);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    rows.add(
        RowFactory.create(
            "file:" + file,
            ContentHash.of(png),
            LABELS.name(classIndex),
            split,
            (long) png.length));
  }

  Path file(int number) {
    return folder.resolve("image%04d.png".formatted(number));
  }

  /**
   * The feature set of them.
   *
   * @param images the folder or pack they came from
   */
  FeatureSet features(SparkSession session, String images) {
    FeatureSetInfo info =
        new FeatureSetInfo(
            true,
            null,
            LABELS.names(),
            images,
            42,
            Map.of(),
            "",
            FeatureSetInfo.Counts.NONE,
            Map.of());
    return new FeatureSet(
        new org.apache.hadoop.fs.Path("set"),
        info,
        session.createDataFrame(rows, SCHEMA).repartition(3));
  }

  TrainingImages write(SparkSession session, Path out) {
    return TrainingImages.write(
        session,
        features(session, folder.toString()),
        LABELS,
        new org.apache.hadoop.fs.Path(out.toUri()),
        1 << 20);
  }

  private static byte[] png(int seed, int channel) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24) | 0x90 << 8 * channel);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return out.toByteArray();
  }
}
