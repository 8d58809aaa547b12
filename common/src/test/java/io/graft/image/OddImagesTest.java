package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real odd, hostile and corrupt images, decoded pixel for pixel as Pillow does. */
class OddImagesTest {

  private final Path folder =
      Path.of(System.getProperty("graft.shared", "../shared/data"), "odd-images");
  private final ImageDecoder decoder = new ImageDecoder(100_000_000, new NativeImageDecoder());

  @BeforeEach
  void requireSharedData() {
    assumeTrue(Files.isDirectory(folder), "skipped: no shared data at " + folder);
  }

  @AfterEach
  void close() {
    decoder.close();
  }

  private List<Path> files(String subfolder) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(subfolder))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** "decoded", or the reason why not. */
  private String outcome(Path file) {
    try (Mat image = decoder.decode(Files.readAllBytes(file))) {
      return image.empty() ? "empty" : "decoded";
    } catch (BadImageException bad) {
      assertThat(bad).hasMessageMatching("(?s).{10,}");
      return bad.reason().text();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void everyFileDecodesOrHasAReason() throws Exception {
    Map<String, Integer> counts = new TreeMap<>();
    for (Path file : files("")) {
      counts.merge(outcome(file), 1, Integer::sum);
    }
    System.out.println("Odd images: " + counts);
    assertThat(counts)
        .containsOnlyKeys("decoded", "not-an-image", "truncated", "unreadable", "unsupported");
  }

  @Test
  void pngSuiteDecodesButForItsCorruptFiles() throws Exception {
    for (Path file : files("pngsuite")) {
      String name = file.getFileName().toString();
      if (name.endsWith(".png")) {
        assertThat(outcome(file).equals("decoded")).as(name).isEqualTo(!name.startsWith("x"));
      }
    }
  }

  @Test
  void losslessJpegIsUnsupported() throws Exception {
    assertThat(files("twelvemonkeys-jpeg-lossless"))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(outcome(file)).isEqualTo("unsupported"));
  }

  @Test
  void whatLibjpegWouldFillWithGreyIsNoticed() {
    Path file = folder.resolve("twelvemonkeys-broken-jpeg/broken-bogus-segment-length.jpg");
    assertThat(outcome(file)).isEqualTo("unreadable");
  }

  @Test
  void pixelsAreThoseOfPillow() throws Exception {
    int compared = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                OddImagesTest.class.getResourceAsStream("pillow-pixels.tsv"),
                StandardCharsets.UTF_8))) {
      for (String line : lines.lines().filter(text -> !text.startsWith("#")).toList()) {
        String[] cells = line.split("\t");
        try (Mat image = decoder.decode(Files.readAllBytes(folder.resolve(cells[0])))) {
          assertThat(image.cols() + "x" + image.rows() + " " + sha256(image))
              .as(cells[0])
              .isEqualTo(cells[1] + "x" + cells[2] + " " + cells[3]);
        }
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(200);
  }

  private static String sha256(Mat bgr) throws Exception {
    byte[] pixels = new byte[bgr.rows() * bgr.cols() * 3];
    try (Mat rgb = new Mat()) {
      opencv_imgproc.cvtColor(bgr, rgb, opencv_imgproc.COLOR_BGR2RGB);
      rgb.data().get(pixels);
    }
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(pixels));
  }
}
