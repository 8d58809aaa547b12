package io.graft.image;

import java.io.IOException;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Encoded bytes to an upright 8 bit BGR {@link Mat}: checks header and structure, decodes and turns
 * upright. Alpha is dropped, grey replicated, 16 bit cut to 8, palettes and CMYK expanded, colour
 * profiles and gamma ignored. Not thread-safe: decoders reuse their buffers.
 *
 * <p>Damage that leaves the file's structure whole (flipped bits within a JPEG scan) can't be told
 * from a picture, and decodes.
 */
final class ImageDecoder implements AutoCloseable {

  static {
    // Spark runs one task on each core; OpenCV's own threads would only get in their way.
    opencv_core.setNumThreads(1);
  }

  private final long maxPixels;
  private final PixelDecoder pixels;

  ImageDecoder(long maxPixels, PixelDecoder pixels) {
    if (maxPixels < 1) {
      throw new IllegalArgumentException("maxPixels must be at least 1: " + maxPixels);
    }
    this.maxPixels = maxPixels;
    this.pixels = pixels;
  }

  /**
   * Decodes one image; the caller closes the Mat.
   *
   * @throws BadImageException where the bytes are no image, or not one that can be decoded whole
   */
  Mat decode(byte[] bytes) throws BadImageException {
    return decode(check(bytes), Reduction.NONE);
  }

  /** Checks all that can be told without decoding a pixel. */
  CheckedImage check(byte[] bytes) throws BadImageException {
    return CheckedImage.of(bytes, maxPixels);
  }

  /** Decodes a checked image; the caller closes the Mat. */
  Mat decode(CheckedImage checked, Reduction reduction) throws BadImageException {
    Mat image = pixels(checked, reduction);
    if (!pixels.turns(checked.format())) {
      checked.orientation().apply(image);
    }
    ImageSize found = new ImageSize(image.cols(), image.rows());
    if (!found.equals(reduction.of(checked.size()))) {
      image.close();
      String message = "the pixels are %dx%d".formatted(found.width(), found.height());
      throw rejection(checked, new IOException(message));
    }
    return image;
  }

  /** The one place where a decoder's failure at bad bytes becomes a BadImageException. */
  private Mat pixels(CheckedImage checked, Reduction reduction) throws BadImageException {
    Mat image;
    try {
      image =
          isGif(checked) ? GifDecoder.decode(checked.bytes()) : pixels.decode(checked, reduction);
    } catch (RuntimeException | IOException failure) {
      throw rejection(checked, failure);
    }
    if (image.empty()) {
      image.close();
      throw rejection(checked, null);
    }
    return image;
  }

  private BadImageException rejection(CheckedImage checked, Exception cause) {
    return isGif(checked) ? checked.unreadable(cause) : pixels.rejection(checked, cause);
  }

  /** GIF is not the pixel decoders' matter: OpenCV has no decoder for it. */
  private static boolean isGif(CheckedImage checked) {
    return checked.format() == ImageFormat.GIF;
  }

  @Override
  public void close() {
    pixels.close();
  }
}
