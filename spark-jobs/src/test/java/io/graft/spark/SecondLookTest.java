package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.graft.spark.LeakReport.Pair;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Images of nearly the same features, some of which are copies and some other pictures. */
@ExtendWith(SparkExtension.class)
class SecondLookTest {

  private static final int TRAIN = 20;

  private final FeatureRows set = new FeatureRows();
  private final List<float[]> train = new ArrayList<>();

  @TempDir private Path folder;

  @BeforeEach
  void draw() throws IOException {
    for (int i = 0; i < TRAIN; i++) {
      train.add(set.add(file("train%02d.png".formatted(i), i, "png"), "train"));
    }
  }

  @Test
  void onlyAnImageOfTheSamePixelsLeaks() throws IOException {
    set.addCopy(file("copy.jpg", 3, "jpg"), "test", train.get(3));
    set.addCopy(file("other.jpg", 99, "jpg"), "test", train.get(4));
    assertThat(leaks("images"))
        .extracting(pair -> name(pair.uri()), pair -> name(pair.nearUri()))
        .containsExactly(tuple("copy.jpg", "train03.png"));
  }

  @Test
  void theNearestByFeaturesGivesWayToTheOneOfTheSamePixels() throws IOException {
    set.addCopy(file("other.png", 98, "png"), "train", train.get(3));
    set.addCopy(file("copy.jpg", 3, "jpg"), "test", train.get(3));
    assertThat(leaks("images"))
        .extracting(pair -> name(pair.nearUri()))
        .containsExactly("train03.png");
  }

  @Test
  void anImageThatCannotBeReadAnyMoreStaysInTheReport() throws IOException {
    set.addCopy(file("other.jpg", 99, "jpg"), "test", train.get(4));
    Files.delete(folder.resolve("train04.png"));
    set.addCopy(file("text.jpg", 98, "jpg"), "test", train.get(5));
    Files.writeString(folder.resolve("text.jpg"), "no image");
    assertThat(leaks("images"))
        .extracting(pair -> name(pair.uri()))
        .containsExactly("other.jpg", "text.jpg");
  }

  @Test
  void imagesOfAPackAreLookedAtToo() throws IOException {
    set.addCopy(file("copy.jpg", 3, "jpg"), "test", train.get(3));
    set.addCopy(file("other.jpg", 99, "jpg"), "test", train.get(4));
    assertThat(leaks(pack())).extracting(pair -> name(pair.uri())).containsExactly("copy.jpg");
  }

  @Test
  void nearDuplicatesHaveTheSamePixels() throws IOException {
    set.addCopy(file("copy.jpg", 3, "jpg"), "train", train.get(3));
    set.addCopy(file("other.jpg", 99, "jpg"), "train", train.get(4));
    Duplicates duplicates = Duplicates.of(set.set(), FeatureRows.COLUMN, 1_000, FeatureRows.ENGINE);
    assertThat(duplicates.images() - duplicates.distinct()).isOne();
  }

  private List<Pair> leaks(String images) {
    return new LeakCheck(FeatureRows.ENGINE).of(set.set(images), FeatureRows.COLUMN).pairs();
  }

  /** Packs what lies in the folder, and deletes it there. */
  private String pack() throws IOException {
    List<Row> rows = new ArrayList<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        rows.add(RowFactory.create("file:" + file, Files.readAllBytes(file)));
        Files.delete(file);
      }
    }
    StructType schema =
        new StructType().add("uri", DataTypes.StringType).add("content", DataTypes.BinaryType);
    String pack = folder.resolve("pack.parquet").toString();
    SparkExtension.session().createDataFrame(rows, schema).write().parquet(pack);
    return pack;
  }

  /** Writes a picture of coloured patches, another one for each number. */
  private String file(String name, int number, String format) throws IOException {
    Random random = new Random(number);
    BufferedImage image = new BufferedImage(120, 80, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    for (int x = 0; x < 120; x += 20) {
      for (int y = 0; y < 80; y += 20) {
        graphics.setColor(new Color(random.nextInt(1 << 24)));
        graphics.fillRect(x, y, 20, 20);
      }
    }
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, format, bytes);
    return "file:" + Files.write(folder.resolve(name), bytes.toByteArray());
  }

  private static String name(String uri) {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }
}
