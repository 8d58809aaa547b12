package io.graft.image;

/**
 * The geometry of resize and crop for one image, in pixels: the size to scale to, and where the
 * model's window lies in the scaled image. {@link Preprocessing} states the rounding.
 */
record Framing(int scaledWidth, int scaledHeight, int cropLeft, int cropTop) {

  /**
   * The framing for an image of this size.
   *
   * @throws BadImageException TOO_LARGE where the scaled image, which is as long and thin as the
   *     image itself, would have more than maxPixels
   */
  static Framing of(Preprocessing preprocessing, ImageSize image, long maxPixels)
      throws BadImageException {
    if (preprocessing.resize() == ResizeRule.STRETCH) {
      return new Framing(preprocessing.width(), preprocessing.height(), 0, 0);
    }
    long targetWidth = Math.round(preprocessing.width() / preprocessing.cropFraction());
    long targetHeight = Math.round(preprocessing.height() / preprocessing.cropFraction());
    boolean widthBinds = targetWidth * image.height() >= targetHeight * image.width();
    long width = widthBinds ? targetWidth : scale(image.width(), targetHeight, image.height());
    long height = widthBinds ? scale(image.height(), targetWidth, image.width()) : targetHeight;
    if (width * height > Math.max(maxPixels, targetWidth * targetHeight)) {
      throw BadImageException.of(
          QuarantineReason.TOO_LARGE,
          "%dx%d pixels are too long and thin: scaled to %dx%d they exceed the limit of %,d pixels",
          image.width(),
          image.height(),
          width,
          height,
          maxPixels);
    }
    return new Framing(
        (int) width,
        (int) height,
        (int) (width - preprocessing.width()) / 2,
        (int) (height - preprocessing.height()) / 2);
  }

  private static long scale(int side, long target, int boundSide) {
    return Math.round((double) side * target / boundSide);
  }
}
