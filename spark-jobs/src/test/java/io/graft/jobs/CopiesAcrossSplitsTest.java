package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.spark.LeakCheck;
import io.graft.spark.LeakReport;
import io.graft.spark.SparkExtension;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final float QUALITY = 0.6f;

  @TempDir private Path folder;

  @Test
  void copiesEncodedAnewComeOutAndNothingElse() throws IOException {
    Path images = folder.resolve("images");
    for (String label : CLASSES) {
      copy(images, label, "train", 0, 14);
      copy(images, label, "validation", 14, 16);
      copy(images, label, "test", 16, 20);
    }
    assertThat(leaks(images, folder.resolve("clean"))).isEmpty();

    Map<String, String> planted = new TreeMap<>();
    for (String label : CLASSES) {
      planted.put(
          encodeAnew(images, label, 3, "test"), "train/%s/%s".formatted(label, file(label, 3)));
      planted.put(
          encodeAnew(images, label, 8, "validation"),
          "train/%s/%s".formatted(label, file(label, 8)));
    }
    assertThat(leaks(images, folder.resolve("leaking"))).isEqualTo(planted);
  }

  private Map<String, String> leaks(Path images, Path out) {
    Graft.Run run =
        Graft.run(
            "extract-features",
            "--images",
            images,
            "--base-model",
            Graft.baseModel(),
            "--cut",
            "conv3_features",
            "--pooling",
            "none",
            "--out",
            out);
    assertThat(run.code()).as(run.err()).isZero();
    LeakReport report =
        new LeakCheck()
            .of(
                SparkExtension.session().read().parquet(out.resolve("features").toString()),
                "features_conv3_features");
    Map<String, String> leaks = new TreeMap<>();
    String root = "file:" + images + "/";
    report
        .pairs()
        .forEach(pair -> leaks.put(pair.uri().replace(root, ""), pair.nearUri().replace(root, "")));
    return leaks;
  }

  private static void copy(Path images, String label, String split, int from, int to)
      throws IOException {
    Path target = Files.createDirectories(images.resolve(split).resolve(label));
    for (int i = from; i < to; i++) {
      Files.copy(source(label, i), target.resolve(file(label, i)));
    }
  }

  private static String encodeAnew(Path images, String label, int index, String split)
      throws IOException {
    BufferedImage image = ImageIO.read(source(label, index).toFile());
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

  private static String file(String label, int index) throws IOException {
    return source(label, index).getFileName().toString();
  }

  private static Path source(String label, int index) throws IOException {
    try (var files = Files.list(Graft.samples("different").resolve(label))) {
      return files.sorted().skip(index).findFirst().orElseThrow();
    }
  }
}
