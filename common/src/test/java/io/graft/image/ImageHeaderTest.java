package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageHeaderTest {

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] sample(ImageFormat format) {
    return format == ImageFormat.WEBP
        ? SyntheticImages.encodeNative(SyntheticImages.noise(48, 32, 1), ".webp")
        : SyntheticImages.patches(format.name());
  }

  private static void assertReason(byte[] bytes, QuarantineReason reason, String message) {
    assertThatThrownBy(() -> ImageHeader.read(bytes))
        .isInstanceOfSatisfying(
            BadImageException.class, bad -> assertThat(bad.reason()).isEqualTo(reason))
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @EnumSource
  void readsFormatAndSize(ImageFormat format) throws Exception {
    assertThat(ImageHeader.read(sample(format))).isEqualTo(new ImageHeader(format, 48, 32));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TIFF")
  void theFirstBytesAreEnough(ImageFormat format) throws Exception {
    byte[] start = Arrays.copyOf(sample(format), format == ImageFormat.GIF ? 900 : 200);
    assertThat(ImageHeader.read(start).width()).isEqualTo(48);
  }

  @ParameterizedTest
  @EnumSource
  void aHeaderThatEndsEarlyIsTruncated(ImageFormat format) {
    assertReason(
        Arrays.copyOf(sample(format), 13), QuarantineReason.TRUNCATED, "ends after 13 bytes");
  }

  @Test
  void lossyAndLosslessWebpBothStateTheirSize() throws Exception {
    for (int quality : new int[] {80, 101}) {
      byte[] webp =
          SyntheticImages.encodeNative(
              SyntheticImages.noise(31, 77, 2),
              ".webp",
              opencv_imgcodecs.IMWRITE_WEBP_QUALITY,
              quality);
      assertThat(ImageHeader.read(webp)).isEqualTo(new ImageHeader(ImageFormat.WEBP, 31, 77));
    }
  }

  @Test
  void noBytesAreEmpty() {
    assertReason(new byte[0], QuarantineReason.EMPTY, "0 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html><body>404</body></html>", "\0", "%PDF-1.7", "RIFF1234WAVE"})
  void otherBytesAreNoImage(String text) {
    assertReason(
        latin(text),
        QuarantineReason.NOT_AN_IMAGE,
        "bytes start with %02x".formatted((int) text.charAt(0)));
  }

  @ParameterizedTest
  @CsvSource({
    "0000001c66747970617669660000, AVIF",
    "0000000c6a5020200d0a870a, JPEG 2000",
    "0000000c4a584c200d0a870a, JPEG XL",
    "49492b0008000000, BigTIFF",
    "4d4d002a000000080003010000030000000100040000010100030000000100040000"
        + "010200030000000100200000, TIFF with 32 bits",
    "ffd8ffc3000b080010001001012200, Lossless JPEG",
    "ffd8ffc5000b080010001001012200, Hierarchical JPEG",
    "ffd8ffc1000b0c0010001001012200, 12 bits",
    "ffd8ffc0000b080000001001012200, DNL",
  })
  void knownKindsThatAreNotDecodedAreUnsupported(String hex, String kind) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertReason(bytes, QuarantineReason.UNSUPPORTED, kind);
  }

  @Test
  void animatedWebpIsUnsupported() {
    ByteBuffer webp = ByteBuffer.allocate(64).put(latin("RIFF8\0\0\0WEBPVP8X\n\0\0\0\2"));
    assertReason(webp.array(), QuarantineReason.UNSUPPORTED, "Animated WebP");
  }

  @Test
  void pixelsOfNothingAreUnreadable() {
    byte[] png = SyntheticImages.patches("PNG");
    Arrays.fill(png, 16, 20, (byte) 0);
    assertReason(png, QuarantineReason.UNREADABLE, "PNG header states 0x32 pixels");
    Arrays.fill(png, 16, 20, (byte) 0xff);
    assertReason(png, QuarantineReason.UNREADABLE, "PNG header states 4294967295x32 pixels");
  }

  @Test
  void aJpegWithoutFrameIsUnreadable() {
    assertReason(
        HexFormat.of().parseHex("ffd8ffd9"), QuarantineReason.UNREADABLE, "without a frame header");
  }

  @Test
  void aBitmapFromTheTopDownHasAHeight() throws Exception {
    byte[] bmp = SyntheticImages.patches("BMP");
    ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(22, -32);
    assertThat(ImageHeader.read(bmp).height()).isEqualTo(32);
  }
}
