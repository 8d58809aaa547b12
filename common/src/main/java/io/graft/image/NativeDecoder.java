package io.graft.image;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The one call into OpenCV's image decoders, where bytes that nobody vouches for meet native code:
 * a fault of a codec ends the process here and nowhere else. Not thread-safe: it reuses the buffer
 * for the encoded bytes.
 */
final class NativeDecoder implements AutoCloseable {

  private BytePointer encoded = new BytePointer(1 << 16);

  /**
   * What cv::imdecode makes of the bytes, which the caller closes: empty where it can't read them.
   *
   * @param flags cv::ImreadModes
   */
  Mat decode(byte[] bytes, int flags) {
    if (bytes.length > encoded.capacity()) {
      encoded.close();
      encoded = new BytePointer(bytes.length);
    }
    encoded.position(0).put(bytes, 0, bytes.length);
    try (Mat data = new Mat(1, bytes.length, opencv_core.CV_8UC1, encoded)) {
      return opencv_imgcodecs.imdecode(data, flags);
    }
  }

  @Override
  public void close() {
    encoded.close();
  }
}
