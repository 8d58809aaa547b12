package io.graft.image;

import java.io.IOException;
import org.bytedeco.opencv.opencv_core.Mat;

/** One way from encoded bytes, checked before and no GIF, to 8 bit BGR pixels. */
interface PixelDecoder extends AutoCloseable {

  /**
   * Decodes the pixels, at a fraction of their size where one is given and the image is a JPEG; the
   * caller closes the Mat. An empty Mat and any RuntimeException or IOException mean that these
   * bytes can't be decoded.
   */
  Mat decode(CheckedImage image, Reduction reduction) throws IOException;

  /** Whether this decoder turns images of the format upright itself. */
  boolean turns(ImageFormat format);

  /**
   * What it means that the image can't be decoded.
   *
   * @param cause what the decoder said, or null
   */
  BadImageException rejection(CheckedImage image, Exception cause);

  @Override
  void close();
}
