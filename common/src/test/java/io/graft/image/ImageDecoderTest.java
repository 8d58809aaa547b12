package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

  private static final int EXACT = 0;
  private static final int LOSSY = 4;

  private final ImageDecoder decoder = new ImageDecoder(1_000_000, new NativeImageDecoder());

  @AfterEach
  void close() {
    decoder.close();
  }

  private static int[] bgr(Mat image, int x, int y) {
    byte[] pixel = new byte[3];
    image.ptr(y, x).get(pixel);
    return new int[] {pixel[0] & 0xff, pixel[1] & 0xff, pixel[2] & 0xff};
  }

  /** Compares the centre of each patch, given in rows of {@code columns}, with the colours. */
  private void assertPatches(byte[] bytes, List<Color> colours, int columns, int tolerance)
      throws BadImageException {
    try (Mat image = decoder.decode(bytes)) {
      assertThat(image.cols()).isEqualTo(columns * SyntheticImages.PATCH);
      assertThat(image.rows()).isEqualTo(colours.size() / columns * SyntheticImages.PATCH);
      for (int patch = 0; patch < colours.size(); patch++) {
        int x = patch % columns * SyntheticImages.PATCH + SyntheticImages.PATCH / 2;
        int y = patch / columns * SyntheticImages.PATCH + SyntheticImages.PATCH / 2;
        Color colour = colours.get(patch);
        int[] found = bgr(image, x, y);
        int[] wanted = {colour.getBlue(), colour.getGreen(), colour.getRed()};
        for (int channel = 0; channel < wanted.length; channel++) {
          assertThat(Math.abs(found[channel] - wanted[channel]))
              .as("patch %d: %s, wanted %s", patch, Arrays.toString(found), Arrays.toString(wanted))
              .isLessThanOrEqualTo(tolerance);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"PNG,0", "BMP,0", "TIFF,0", "GIF,0", "JPEG,10"})
  void decodesWhatImageIoWrites(String format, int tolerance) throws Exception {
    assertPatches(SyntheticImages.patches(format), SyntheticImages.PATCHES, 3, tolerance);
  }

  @Test
  void decodesLosslessWebpAndJpegOfEveryKind() throws Exception {
    BufferedImage image = SyntheticImages.patches(BufferedImage.TYPE_3BYTE_BGR);
    int quality = opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
    int progressive = opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE;
    int restart = opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL;
    assertPatches(
        SyntheticImages.encodeNative(image, ".webp", opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 101),
        SyntheticImages.PATCHES,
        3,
        EXACT);
    for (int[] options : List.of(new int[] {progressive, 1}, new int[] {restart, 1})) {
      byte[] jpeg =
          SyntheticImages.encodeNative(image, ".jpg", quality, 100, options[0], options[1]);
      assertPatches(jpeg, SyntheticImages.PATCHES, 3, LOSSY);
    }
  }

  @Test
  void alphaIsDroppedAndNotBlended() throws Exception {
    BufferedImage image = SyntheticImages.patches(BufferedImage.TYPE_INT_ARGB);
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        image.setRGB(x, y, image.getRGB(x, y) & 0xffffff | (x * 5) << 24);
      }
    }
    assertPatches(SyntheticImages.encode(image, "PNG"), SyntheticImages.PATCHES, 3, EXACT);
  }

  @Test
  void sixteenBitsAreCutToEightAndGreyIsReplicated() throws Exception {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, 0x12ff);
    image.getRaster().setSample(1, 0, 0, 0xfe01);
    for (String format : List.of("PNG", "TIFF")) {
      try (Mat decoded = decoder.decode(SyntheticImages.encode(image, format))) {
        assertThat(bgr(decoded, 0, 0)).as(format).containsExactly(0x12, 0x12, 0x12);
        assertThat(bgr(decoded, 1, 0)).as(format).containsExactly(0xfe, 0xfe, 0xfe);
      }
    }
  }

  /** Stored patches 0 1 2 / 3 4 5, and what EXIF 2.3 says they look like upright. */
  @ParameterizedTest
  @CsvSource({
    "0, 012345, 3",
    "1, 012345, 3",
    "2, 210543, 3",
    "3, 543210, 3",
    "4, 345012, 3",
    "5, 031425, 2",
    "6, 304152, 2",
    "7, 524130, 2",
    "8, 251403, 2",
    "9, 012345, 3",
  })
  void exifOrientationIsAppliedOnce(int orientation, String order, int columns) throws Exception {
    BufferedImage image = SyntheticImages.patches(BufferedImage.TYPE_3BYTE_BGR);
    byte[] jpeg =
        SyntheticImages.encodeNative(image, ".jpg", opencv_imgcodecs.IMWRITE_JPEG_QUALITY, 100);
    List<Color> upright =
        order.chars().mapToObj(patch -> SyntheticImages.PATCHES.get(patch - '0')).toList();
    byte[] turned = SyntheticImages.withExif(jpeg, SyntheticImages.exif(orientation), new byte[0]);
    assertPatches(turned, upright, columns, LOSSY);
  }

  @Test
  void aDamagedExifBlockLosesTheOrientationOnly() throws Exception {
    byte[] directory = Arrays.copyOf(SyntheticImages.exif(6), 12);
    byte[] jpeg = SyntheticImages.withExif(SyntheticImages.patches("JPEG"), directory, new byte[0]);
    assertPatches(jpeg, SyntheticImages.PATCHES, 3, 10);
  }

  @Test
  void thePixelLimitIsOursAndCheckedBeforeDecoding() throws Exception {
    byte[] png = SyntheticImages.patches("PNG");
    try (ImageDecoder exact = new ImageDecoder(48 * 32, new NativeImageDecoder());
        Mat image = exact.decode(png)) {
      assertThat(image.empty()).isFalse();
    }
    try (ImageDecoder small = new ImageDecoder(48 * 32 - 1, new NativeImageDecoder())) {
      byte[] headerOnly = Arrays.copyOf(png, 40);
      assertThatThrownBy(() -> small.decode(headerOnly))
          .hasMessage("PNG of 48x32 = 1,536 pixels is above the limit of 1,535 pixels")
          .isInstanceOfSatisfying(
              BadImageException.class,
              bad -> assertThat(bad.reason()).isEqualTo(QuarantineReason.TOO_LARGE));
    }
  }

  @Test
  void whatTheDecoderRejectsIsUnreadable() {
    byte[] png = SyntheticImages.patches("PNG");
    png[60] ^= 0x55;
    assertThatThrownBy(() -> decoder.decode(png))
        .hasMessage("PNG of 48x32 pixels can't be decoded")
        .isInstanceOfSatisfying(
            BadImageException.class,
            bad -> assertThat(bad.reason()).isEqualTo(QuarantineReason.UNREADABLE));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 20})
  void aGifFrameStandsWhereItsDescriptorSays(int left) throws Exception {
    byte[] gif = SyntheticImages.patches("GIF");
    int descriptor = frameDescriptor(gif);
    gif[6] = 60;
    gif[descriptor + 1] = (byte) left;
    try (Mat image = decoder.decode(gif)) {
      assertThat(image.cols()).isEqualTo(Math.max(60, 48 + left));
      assertThat(bgr(image, left, 0)).containsExactly(40, 30, 200);
    }
  }

  private static int frameDescriptor(byte[] gif) {
    int index = 13 + (3 << (gif[10] & 7) + 1);
    while (gif[index] != 0x2c) {
      index++;
    }
    return index;
  }
}
