package io.graft.image;

/**
 * An encoded image whose header and structure have been read without decoding a pixel, and whose
 * size is within the limit.
 *
 * @param header format and size as stored
 * @param orientation what turns the stored pixels upright
 */
record CheckedImage(byte[] bytes, ImageHeader header, Orientation orientation) {

  /** OpenCV's own limits (CV_IO_MAX_IMAGE_PIXELS, _WIDTH and _HEIGHT): ours can't be above. */
  private static final long OPENCV_MAX_PIXELS = 1L << 30;

  private static final int OPENCV_MAX_SIDE = 1 << 20;

  /**
   * Checks encoded bytes.
   *
   * @throws BadImageException where the bytes are no image, not whole, or of too many pixels
   */
  static CheckedImage of(byte[] bytes, long maxPixels) throws BadImageException {
    ImageStructure structure = ImageStructure.of(bytes);
    ImageHeader header = structure.header();
    requireWithinLimit(header, Math.min(maxPixels, OPENCV_MAX_PIXELS));
    return new CheckedImage(bytes, header, structure.walk());
  }

  private static void requireWithinLimit(ImageHeader header, long maxPixels)
      throws BadImageException {
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

  ImageFormat format() {
    return header.format();
  }

  /** The size after turning upright. */
  ImageSize size() {
    return orientation.swapsSides()
        ? new ImageSize(header.height(), header.width())
        : new ImageSize(header.width(), header.height());
  }

  /** The image as messages name it. */
  String description() {
    return "%s of %dx%d pixels".formatted(header.format(), header.width(), header.height());
  }

  /**
   * What it means that a decoder can't read the image although nothing is wrong with its structure.
   *
   * @param cause what the decoder said, or null
   */
  BadImageException unreadable(Exception cause) {
    String detail = cause == null ? "" : ": " + cause.getMessage();
    return new BadImageException(
        QuarantineReason.UNREADABLE, description() + " can't be decoded" + detail, cause);
  }
}
