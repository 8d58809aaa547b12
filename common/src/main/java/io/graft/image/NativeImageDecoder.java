package io.graft.image;

import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Pixels by OpenCV. A TIFF's alpha is not dropped but blended on black: libtiff does so before
 * OpenCV sees the pixels. What libjpeg, libpng and OpenCV say of bad files goes to standard error;
 * the environment variable OPENCV_LOG_LEVEL=SILENT takes OpenCV's own warnings away.
 */
final class NativeImageDecoder implements PixelDecoder {

  private final NativeDecoder decoder = new NativeDecoder();

  @Override
  public Mat decode(CheckedImage image, Reduction reduction) {
    int flags = reduction.readMode() | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
    return decoder.decode(image.bytes(), flags);
  }

  /** OpenCV turns the pixels of a TIFF while decoding, whatever the flags say. */
  @Override
  public boolean turns(ImageFormat format) {
    return format == ImageFormat.TIFF;
  }

  @Override
  public BadImageException rejection(CheckedImage image, Exception cause) {
    return image.unreadable(cause);
  }

  @Override
  public void close() {
    decoder.close();
  }
}
