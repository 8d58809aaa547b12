package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The native decoder against the JDK's, whose pixels are converted and turned by this class. */
class IndependentDecoderTest {

  /** JPEG leaves the rounding of the inverse DCT and of colour conversion to the decoder. */
  private static final int LEVELS_OF_JPEG = 3;

  private final Path folder =
      Path.of(System.getProperty("graft.shared", "../shared/data"), "odd-images");
  private final ImageDecoder decoder = new ImageDecoder(10_000_000, new NativeImageDecoder());

  @BeforeEach
  void requireSharedData() {
    assumeTrue(Files.isDirectory(folder), "skipped: no shared data at " + folder);
  }

  @AfterEach
  void close() {
    decoder.close();
  }

  private byte[] decode(Path file) throws IOException, BadImageException {
    try (Mat image = decoder.decode(Files.readAllBytes(file))) {
      return PixelAssertions.bytes(image);
    }
  }

  /** BGR of one pixel of the JDK's image: no alpha, no gamma, the high byte of 16 bits. */
  private static byte[] bgr(BufferedImage image, int x, int y) {
    int[] samples = image.getRaster().getPixel(x, y, (int[]) null);
    if (image.getColorModel() instanceof IndexColorModel palette) {
      int rgb = palette.getRGB(samples[0]);
      return new byte[] {(byte) rgb, (byte) (rgb >> 8), (byte) (rgb >> 16)};
    }
    int cut = image.getColorModel().getComponentSize(0) == 16 ? 8 : 0;
    boolean grey = samples.length < 3;
    int red = samples[0] >> cut;
    int green = grey ? red : samples[1] >> cut;
    int blue = grey ? red : samples[2] >> cut;
    return new byte[] {(byte) blue, (byte) green, (byte) red};
  }

  /** Row by row as upright; EXIF's tag says where the stored first row and column are to be. */
  private static byte[] upright(BufferedImage stored, int orientation) {
    int lastX = stored.getWidth() - 1;
    int lastY = stored.getHeight() - 1;
    boolean lying = orientation >= 5;
    int width = lying ? stored.getHeight() : stored.getWidth();
    int height = lying ? stored.getWidth() : stored.getHeight();
    byte[] pixels = new byte[width * height * 3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        byte[] pixel =
            switch (orientation) {
              case 2 -> bgr(stored, lastX - x, y);
              case 3 -> bgr(stored, lastX - x, lastY - y);
              case 4 -> bgr(stored, x, lastY - y);
              case 5 -> bgr(stored, y, x);
              case 6 -> bgr(stored, y, lastY - x);
              case 7 -> bgr(stored, lastX - y, lastY - x);
              case 8 -> bgr(stored, lastX - y, x);
              default -> bgr(stored, x, y);
            };
        System.arraycopy(pixel, 0, pixels, (y * width + x) * 3, 3);
      }
    }
    return pixels;
  }

  @Test
  void everyValidPngOfPngSuiteHasThePixelsOfTheJdk() throws Exception {
    List<Path> valid;
    try (Stream<Path> files = Files.list(folder.resolve("pngsuite"))) {
      valid = files.filter(file -> file.getFileName().toString().matches("[^x].*\\.png")).toList();
    }
    assertThat(valid).hasSizeGreaterThan(150);
    for (Path file : valid) {
      byte[] wanted = upright(ImageIO.read(file.toFile()), 1);
      assertThat(decode(file)).as(file.getFileName().toString()).isEqualTo(wanted);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
  void photographsAreTurnedAsExifSays(int orientation) throws Exception {
    Path file = folder.resolve("exif-orientation/Portrait_" + orientation + ".jpg");
    byte[] wanted = upright(ImageIO.read(file.toFile()), orientation);
    assertThat(PixelAssertions.largestDifference(decode(file), wanted))
        .isLessThanOrEqualTo(LEVELS_OF_JPEG);
  }

  /** PngSuite's corrupt files; what is wrong with each stands in its README. */
  @ParameterizedTest
  @CsvSource({
    // signature damaged
    "xs1n0g01, NOT_AN_IMAGE",
    "xs2n0g01, NOT_AN_IMAGE",
    "xs4n0g01, NOT_AN_IMAGE",
    "xs7n0g01, NOT_AN_IMAGE",
    "xcrn0g04, NOT_AN_IMAGE",
    "xlfn0g04, NOT_AN_IMAGE",
    // checksums of IHDR and IDAT
    "xhdn0g08, UNREADABLE",
    "xcsn0g01, UNREADABLE",
    // colour types 1 and 9, bit depths 0, 3 and 99
    "xc1n0g08, UNREADABLE",
    "xc9n2c08, UNREADABLE",
    "xd0n2c08, UNREADABLE",
    "xd3n2c08, UNREADABLE",
    "xd9n2c08, UNREADABLE",
    // no IDAT
    "xdtn0g01, UNREADABLE",
  })
  void everyCorruptPngOfPngSuiteIsQuarantined(String name, QuarantineReason reason) {
    Path file = folder.resolve("pngsuite/" + name + ".png");
    assertThatThrownBy(() -> decode(file))
        .isInstanceOfSatisfying(
            BadImageException.class, bad -> assertThat(bad.reason()).isEqualTo(reason));
  }

  @Test
  void noCorruptPngIsForgottenHere() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("pngsuite"))) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("x"))).hasSize(14);
    }
  }
}
