package io.graft.image;

import java.io.IOException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Encoded bytes to an upright 8 bit BGR {@link Mat}: OpenCV for every format but GIF, which it
 * can't read. Alpha is dropped, grey replicated, 16 bit cut to 8, palettes and CMYK expanded,
 * colour profiles and gamma ignored. Not thread-safe: it reuses the buffer for the encoded bytes.
 *
 * <p>Damage that leaves the file's structure whole (flipped bits within a JPEG scan) can't be told
 * from a picture, and decodes. A TIFF's alpha is not dropped but blended on black: libtiff does so
 * before OpenCV sees the pixels. What libjpeg, libpng and OpenCV say of bad files goes to standard
 * error; the environment variable OPENCV_LOG_LEVEL=SILENT takes OpenCV's own warnings away.
 */
final class ImageDecoder implements AutoCloseable {

  /** OpenCV's own limits (CV_IO_MAX_IMAGE_PIXELS, _WIDTH and _HEIGHT): ours can't be above. */
  private static final long OPENCV_MAX_PIXELS = 1L << 30;

  private static final int OPENCV_MAX_SIDE = 1 << 20;

  static {
    // Spark runs one task on each core; OpenCV's own threads would only get in their way.
    opencv_core.setNumThreads(1);
  }

  private final long maxPixels;
  private BytePointer encoded = new BytePointer(1 << 16);

  ImageDecoder(long maxPixels) {
    if (maxPixels < 1) {
      throw new IllegalArgumentException("maxPixels must be at least 1: " + maxPixels);
    }
    this.maxPixels = Math.min(maxPixels, OPENCV_MAX_PIXELS);
  }

  /**
   * Decodes one image; the caller closes the Mat.
   *
   * @throws BadImageException where the bytes are no image, or not one that can be decoded whole
   */
  Mat decode(byte[] bytes) throws BadImageException {
    ImageStructure structure = ImageStructure.of(bytes);
    ImageHeader header = structure.header();
    requireWithinLimit(header);
    Orientation orientation = structure.walk();
    Mat image = pixels(header, bytes);
    orientation.apply(image);
    return image;
  }

  /** The one place where a decoder's failure at bad bytes becomes a BadImageException. */
  private Mat pixels(ImageHeader header, byte[] bytes) throws BadImageException {
    Mat image;
    try {
      image = header.format() == ImageFormat.GIF ? GifDecoder.decode(bytes) : decodeNative(bytes);
    } catch (RuntimeException | IOException failure) {
      throw unreadable(header, failure);
    }
    if (image.empty()) {
      image.close();
      throw unreadable(header, null);
    }
    return image;
  }

  private void requireWithinLimit(ImageHeader header) throws BadImageException {
    if (header.pixels() > maxPixels) {
      throw BadImageException.of(
          QuarantineReason.TOO_LARGE,
          "%s of %dx%d = %,d pixels is above the limit of %,d pixels",
          header.format(),
          header.width(),
          header.height(),
          header.pixels(),
          maxPixels);
    }
    if (Math.max(header.width(), header.height()) > OPENCV_MAX_SIDE) {
      throw BadImageException.of(
          QuarantineReason.TOO_LARGE,
          "%s of %dx%d pixels has a side above %,d pixels",
          header.format(),
          header.width(),
          header.height(),
          OPENCV_MAX_SIDE);
    }
  }

  private static BadImageException unreadable(ImageHeader header, Exception cause) {
    String detail = cause == null ? "" : ": " + cause.getMessage();
    return new BadImageException(
        QuarantineReason.UNREADABLE,
        "%s of %dx%d pixels can't be decoded%s"
            .formatted(header.format(), header.width(), header.height(), detail),
        cause);
  }

  private Mat decodeNative(byte[] bytes) {
    if (bytes.length > encoded.capacity()) {
      encoded.close();
      encoded = new BytePointer(bytes.length);
    }
    encoded.position(0).put(bytes, 0, bytes.length);
    int flags = opencv_imgcodecs.IMREAD_COLOR | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
    try (Mat data = new Mat(1, bytes.length, opencv_core.CV_8UC1, encoded)) {
      return opencv_imgcodecs.imdecode(data, flags);
    }
  }

  @Override
  public void close() {
    encoded.close();
  }
}
