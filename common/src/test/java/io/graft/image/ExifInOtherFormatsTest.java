package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

/** EXIF orientation outside JPEG; 6 means: turn clockwise, so the lower left patch comes first. */
class ExifInOtherFormatsTest {

  private static final int CLOCKWISE = 6;

  private static void assertTurnedClockwise(byte[] bytes) throws BadImageException {
    byte[] bgr = new byte[3];
    try (ImageDecoder decoder = new ImageDecoder(1_000_000, new NativeImageDecoder());
        Mat image = decoder.decode(bytes)) {
      assertThat(image.cols()).isEqualTo(SyntheticImages.HEIGHT);
      assertThat(image.rows()).isEqualTo(SyntheticImages.WIDTH);
      image.ptr(0, 0).get(bgr);
    }
    assertThat(bgr).containsExactly(230, 240, 240);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void aPngIsTurnedByItsExifChunk() throws Exception {
    byte[] exif = SyntheticImages.exif(CLOCKWISE);
    CRC32 checksum = new CRC32();
    checksum.update(ascii("eXIf"));
    checksum.update(exif);
    ByteBuffer chunk =
        ByteBuffer.allocate(12 + exif.length)
            .putInt(exif.length)
            .put(ascii("eXIf"))
            .put(exif)
            .putInt((int) checksum.getValue());
    byte[] png = SyntheticImages.patches("PNG");
    int afterHeader = 8 + 12 + 13;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(png, 0, afterHeader);
    bytes.write(chunk.array());
    bytes.write(png, afterHeader, png.length - afterHeader);
    assertTurnedClockwise(bytes.toByteArray());
  }

  @Test
  void aWebpIsTurnedByItsExifChunkWithAndWithoutSignature() throws Exception {
    byte[] exif = SyntheticImages.exif(CLOCKWISE);
    assertTurnedClockwise(extendedWebp(exif));
    byte[] signed = Arrays.copyOf(ascii("Exif\0\0"), 6 + exif.length);
    System.arraycopy(exif, 0, signed, 6, exif.length);
    assertTurnedClockwise(extendedWebp(signed));
  }

  /** A lossless WebP in the extended container (RFC 9649, section 2.7), with an EXIF chunk. */
  private static byte[] extendedWebp(byte[] exif) {
    byte[] plain =
        SyntheticImages.encodeNative(
            SyntheticImages.patches(BufferedImage.TYPE_3BYTE_BGR),
            ".webp",
            opencv_imgcodecs.IMWRITE_WEBP_QUALITY,
            101);
    int length = plain.length + 18 + 8 + exif.length;
    return ByteBuffer.allocate(length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(ascii("RIFF"))
        .putInt(length - 8)
        .put(ascii("WEBPVP8X"))
        .putInt(10)
        .putInt(0x08)
        .putShort((short) (SyntheticImages.WIDTH - 1))
        .put((byte) 0)
        .putShort((short) (SyntheticImages.HEIGHT - 1))
        .put((byte) 0)
        .put(plain, 12, plain.length - 12)
        .put(ascii("EXIF"))
        .putInt(exif.length)
        .put(exif)
        .array();
  }
}
