package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.spark.FeatureSet;
import io.graft.spark.FeatureSet.Completeness;
import io.graft.spark.LeakCheck;
import io.graft.spark.LeakReport;
import io.graft.spark.SparkExtension;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The leak check on images that were encoded anew and put into another split. */
@ExtendWith(SparkExtension.class)
class CopiesAcrossSplitsTest {

  private static final List<String> CLASSES = List.of("blobs", "checkerboard", "dots", "stripes");
  private static final String CONVOLUTION = "conv3_features";
  private static final float QUALITY = 0.6f;

  @TempDir private Path folder;

  @Test
  void copiesEncodedAnewComeOutAndNothingElse() throws IOException {
    Path images = folder.resolve("images");
    for (String label : CLASSES) {
      copy("different", images, label, "train", 0, 14);
      copy("different", images, label, "validation", 14, 16);
      copy("different", images, label, "test", 16, 20);
    }
    assertThat(leaks(images, folder.resolve("clean"), CONVOLUTION, "--pooling", "none")).isEmpty();

    Map<String, String> planted = new TreeMap<>();
    for (String label : CLASSES) {
      planted.put(
          encodeAnew("different", images, label, 3, "test"),
          "train/%s/%s".formatted(label, file("different", label, 3)));
      planted.put(
          encodeAnew("different", images, label, 8, "validation"),
          "train/%s/%s".formatted(label, file("different", label, 8)));
    }
    assertThat(leaks(images, folder.resolve("leaking"), CONVOLUTION, "--pooling", "none"))
        .isEqualTo(planted);
  }

  /** The last layer of a network that knows shapes sees hardly more of an image than its shape. */
  @Test
  void imagesThatTheNetworkTakesForTheSameAreNoLeaks() {
    assertThat(leaks(Graft.samples("similar"), folder.resolve("similar"), "dense2")).isEmpty();
  }

  @Test
  void copiesComeOutAmongImagesThatTheNetworkTakesForTheSame() throws IOException {
    Path images = folder.resolve("images");
    List<String> shapes = List.of("arrow", "heart", "l-shape", "pentagon");
    for (String label : shapes) {
      copy("similar", images, label, "train", 0, 30);
      copy("similar", images, label, "test", 30, 40);
    }
    Map<String, String> planted = new TreeMap<>();
    for (String label : shapes) {
      planted.put(
          encodeAnew("similar", images, label, 5, "test"),
          "train/%s/%s".formatted(label, file("similar", label, 5)));
    }
    assertThat(leaks(images, folder.resolve("leaking"), "dense2")).isEqualTo(planted);
  }

  private Map<String, String> leaks(Path images, Path out, String cut, Object... more) {
    List<Object> arguments = new ArrayList<>();
    arguments.addAll(List.of("extract-features", "--images", images, "--out", out));
    arguments.addAll(List.of("--base-model", Graft.baseModel(), "--cut", cut));
    arguments.addAll(List.of(more));
    Graft.Run run = Graft.run(arguments.toArray());
    assertThat(run.code()).as(run.err()).isZero();
    FeatureSet features =
        FeatureSet.open(SparkExtension.session(), out.toString(), Completeness.COMPLETE);
    LeakReport report = new LeakCheck(Graft.ENGINE).of(features, FeatureSet.columnName(cut));
    assertThat(report.checked()).isPositive();
    Map<String, String> leaks = new TreeMap<>();
    String root = "file:" + images + "/";
    report
        .pairs()
        .forEach(pair -> leaks.put(pair.uri().replace(root, ""), pair.nearUri().replace(root, "")));
    return leaks;
  }

  private static void copy(String set, Path images, String label, String split, int from, int to)
      throws IOException {
    Path target = Files.createDirectories(images.resolve(split).resolve(label));
    for (int i = from; i < to; i++) {
      Files.copy(source(set, label, i), target.resolve(file(set, label, i)));
    }
  }

  private static String encodeAnew(String set, Path images, String label, int index, String split)
      throws IOException {
    BufferedImage image = ImageIO.read(source(set, label, index).toFile());
    BufferedImage opaque =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    opaque.createGraphics().drawImage(image, 0, 0, null);
    String name = "%s/%s/anew%d.jpg".formatted(split, label, index);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam quality = writer.getDefaultWriteParam();
    quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    quality.setCompressionQuality(QUALITY);
    try (var out = ImageIO.createImageOutputStream(images.resolve(name).toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(opaque, null, null), quality);
    } finally {
      writer.dispose();
    }
    return name;
  }

  private static String file(String set, String label, int index) throws IOException {
    return source(set, label, index).getFileName().toString();
  }

  private static Path source(String set, String label, int index) throws IOException {
    try (var files = Files.list(Graft.samples(set).resolve(label))) {
      return files.sorted().skip(index).findFirst().orElseThrow();
    }
  }
}
