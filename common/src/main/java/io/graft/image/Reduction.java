package io.graft.image;

import org.bytedeco.opencv.global.opencv_imgcodecs;

/** The fractions of its size at which libjpeg can decode a JPEG. */
enum Reduction {
  NONE(1, opencv_imgcodecs.IMREAD_COLOR),
  HALF(2, opencv_imgcodecs.IMREAD_REDUCED_COLOR_2),
  QUARTER(4, opencv_imgcodecs.IMREAD_REDUCED_COLOR_4),
  EIGHTH(8, opencv_imgcodecs.IMREAD_REDUCED_COLOR_8);

  private final int divisor;
  private final int readMode;

  Reduction(int divisor, int readMode) {
    this.divisor = divisor;
    this.readMode = readMode;
  }

  /** The strongest that leaves both sides at least as long as the framing scales them to. */
  static Reduction strongest(CheckedImage image, Framing framing) {
    Reduction strongest = NONE;
    if (image.format() == ImageFormat.JPEG) {
      for (Reduction reduction : values()) {
        ImageSize reduced = reduction.of(image.size());
        if (reduced.width() >= framing.scaledWidth()
            && reduced.height() >= framing.scaledHeight()) {
          strongest = reduction;
        }
      }
    }
    return strongest;
  }

  /** The size of the decoded pixels: rounded up, as libjpeg does. */
  ImageSize of(ImageSize size) {
    return new ImageSize(
        (size.width() + divisor - 1) / divisor, (size.height() + divisor - 1) / divisor);
  }

  /** Of cv::ImreadModes. */
  int readMode() {
    return readMode;
  }
}
