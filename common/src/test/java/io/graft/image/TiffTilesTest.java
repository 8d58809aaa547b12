package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

class TiffTilesTest {

  private final BufferedImage picture = SyntheticImages.noise(40, 30, 3);

  @Test
  void tiledImagesDecodeToTheirPixels() throws Exception {
    try (ImageDecoder decoder = new ImageDecoder(10_000, new NativeImageDecoder());
        Mat tiled = decoder.decode(TiffFiles.tiled(picture, 16, 16));
        Mat striped = decoder.decode(SyntheticImages.encode(picture, "TIFF"))) {
      assertThat(PixelAssertions.bytes(tiled)).isEqualTo(PixelAssertions.bytes(striped));
    }
  }

  @Test
  void tilesFarBeyondTheImageAreRefused() throws Exception {
    byte[] tiff = TiffFiles.tiled(picture, 16_000, 16_000);
    try (ImageDecoder decoder = new ImageDecoder(10_000, new NativeImageDecoder())) {
      assertThatThrownBy(() -> decoder.decode(tiff))
          .isInstanceOfSatisfying(
              BadImageException.class,
              bad -> assertThat(bad.reason()).isEqualTo(QuarantineReason.UNREADABLE))
          .hasMessage("TIFF with tiles of 16000x16000 pixels");
    }
  }
}
