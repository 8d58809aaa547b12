package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

/** A scan of a few bytes may cost as much as the whole image. */
class JpegScansTest {

  private static final int SCANS_OF_LIBJPEG = 10;

  /** A progressive JPEG whose last scan comes again and again. */
  private static byte[] jpeg(int scans) {
    byte[] jpeg =
        SyntheticImages.encodeNative(
            SyntheticImages.smooth(64, 64), ".jpg", opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1);
    int last = new String(jpeg, StandardCharsets.ISO_8859_1).lastIndexOf("\u00ff\u00da");
    int end = jpeg.length - 2;
    ByteArrayOutputStream longer = new ByteArrayOutputStream();
    longer.write(jpeg, 0, end);
    for (int scan = SCANS_OF_LIBJPEG; scan < scans; scan++) {
      longer.write(jpeg, last, end - last);
    }
    longer.write(jpeg, end, 2);
    return longer.toByteArray();
  }

  @Test
  void moreScansThanAnyEncoderWritesAreRefused() throws Exception {
    try (ImageDecoder decoder = new ImageDecoder(10_000, new NativeImageDecoder())) {
      try (Mat image = decoder.decode(jpeg(100))) {
        assertThat(image.cols()).isEqualTo(64);
      }
      byte[] many = jpeg(101);
      assertThatThrownBy(() -> decoder.decode(many))
          .isInstanceOfSatisfying(
              BadImageException.class,
              bad -> assertThat(bad.reason()).isEqualTo(QuarantineReason.UNREADABLE))
          .hasMessage("JPEG of more than 100 scans");
    }
  }
}
