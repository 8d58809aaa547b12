package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TruncationTest {

  private final BufferedImage picture = SyntheticImages.noise(40, 30, 3);
  private final ImageDecoder decoder = new ImageDecoder(1_000_000, new NativeImageDecoder());

  @AfterEach
  void close() {
    decoder.close();
  }

  private byte[] jpeg(int... options) {
    return SyntheticImages.encodeNative(picture, ".jpg", options);
  }

  private void assertDecodes(byte[] bytes) throws BadImageException {
    try (Mat image = decoder.decode(bytes)) {
      assertThat(image.cols()).isEqualTo(40);
    }
  }

  private void assertTruncated(byte[] bytes) {
    assertThatThrownBy(() -> decoder.decode(bytes))
        .as("cut to %d bytes", bytes.length)
        .isInstanceOfSatisfying(
            BadImageException.class,
            bad -> assertThat(bad.reason()).isEqualTo(QuarantineReason.TRUNCATED))
        .hasMessageContaining("ends after");
  }

  private void assertEveryCutIsTruncated(byte[] whole) throws BadImageException {
    assertDecodes(whole);
    for (int length = whole.length - 1; length > 12; length--) {
      assertTruncated(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void everyCutOfABaselineJpegIsNoticed() throws Exception {
    assertEveryCutIsTruncated(jpeg());
  }

  @Test
  void everyCutOfAProgressiveJpegIsNoticed() throws Exception {
    assertEveryCutIsTruncated(jpeg(opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1));
  }

  @Test
  void everyCutOfAJpegWithRestartMarkersIsNoticed() throws Exception {
    assertEveryCutIsTruncated(jpeg(opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL, 1));
  }

  @Test
  void theEndOfAnExifThumbnailIsNotTheEndOfTheImage() throws Exception {
    assertEveryCutIsTruncated(SyntheticImages.withExif(jpeg(), SyntheticImages.exif(1), jpeg()));
  }

  @Test
  void everyCutOfAPngIsNoticed() throws Exception {
    assertEveryCutIsTruncated(SyntheticImages.encode(picture, "PNG"));
  }

  @Test
  void everyCutOfABitmapIsNoticed() throws Exception {
    assertEveryCutIsTruncated(SyntheticImages.encode(picture, "BMP"));
  }

  @Test
  void everyCutOfATiffIsNoticed() throws Exception {
    assertEveryCutIsTruncated(SyntheticImages.encode(picture, "TIFF"));
  }

  @Test
  void everyCutOfAGifBeforeTheEndOfItsFrameIsNoticed() throws Exception {
    byte[] gif = SyntheticImages.encode(picture, "GIF");
    assertEveryCutIsTruncated(Arrays.copyOf(gif, gif.length - 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 101})
  void everyCutOfAWebpGivesAReason(int quality) throws Exception {
    byte[] webp =
        SyntheticImages.encodeNative(
            picture, ".webp", opencv_imgcodecs.IMWRITE_WEBP_QUALITY, quality);
    assertDecodes(webp);
    // The last byte may be padding.
    for (int length = webp.length - 2; length > 12; length--) {
      assertTruncated(Arrays.copyOf(webp, length));
    }
  }

  @Test
  void garbageAfterTheEndIsFine() throws Exception {
    byte[] garbage = {0, (byte) 0xff, (byte) 0xd8, 1, 2, 3};
    for (byte[] image : new byte[][] {jpeg(), SyntheticImages.encode(picture, "PNG")}) {
      byte[] longer = Arrays.copyOf(image, image.length + garbage.length);
      System.arraycopy(garbage, 0, longer, image.length, garbage.length);
      assertDecodes(longer);
    }
  }

  @Test
  void aLostRestartMarkerIsNoticed() {
    byte[] jpeg = jpeg(opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL, 1);
    int second = indexOf(jpeg, "ffd1");
    ByteBuffer.wrap(jpeg).putShort(second, (short) 0xffd5);
    assertThatThrownBy(() -> decoder.decode(jpeg))
        .hasMessage("JPEG with damaged pixels: marker d5 where restart marker d1 should be");
  }

  @Test
  void aJpegWithoutScanIsUnreadable() {
    byte[] jpeg = jpeg();
    int scan = indexOf(jpeg, "ffda");
    ByteBuffer.wrap(jpeg).putShort(scan, (short) 0xffd9);
    assertThatThrownBy(() -> decoder.decode(jpeg))
        .isInstanceOfSatisfying(
            BadImageException.class,
            bad -> assertThat(bad.reason()).isEqualTo(QuarantineReason.UNREADABLE))
        .hasMessage("JPEG without pixels: it has no scan");
  }

  private static int indexOf(byte[] bytes, String hex) {
    int index = HexFormat.of().formatHex(bytes).indexOf(hex);
    assertThat(index).isPositive();
    assertThat(index % 2).isZero();
    return index / 2;
  }
}
