package io.graft.image;

/**
 * The part of an image that fills the model's window: a rectangle, turned about its centre. In
 * pixels of the image, whose upper left corner is (0, 0).
 *
 * @param radians by which the picture turns clockwise when the rectangle is set upright
 */
record Region(double centreX, double centreY, double width, double height, double radians) {

  /** What prediction would take of the rotated image. */
  static Region central(Preprocessing preprocessing, ImageSize image, double radians) {
    InscribedCrop rotated = InscribedCrop.of(image.width(), image.height(), radians);
    InscribedCrop crop = rotated.ofAspect(aspect(preprocessing, rotated));
    boolean stretched = preprocessing.resize() == ResizeRule.STRETCH;
    double scale = stretched ? 1 : preprocessing.cropFraction();
    return at(image, crop.scaled(scale), 0, 0, radians);
  }

  /**
   * A random crop of the rotated image (Szegedy et al., 2015): its share of the area is evenly
   * distributed from minArea to the most that fits with its aspect, and that where minArea does not
   * fit.
   *
   * @param minArea above 0 to 1
   */
  static Region random(
      Preprocessing preprocessing, ImageSize image, double minArea, Variation variation) {
    double radians = variation.radians();
    InscribedCrop rotated = InscribedCrop.of(image.width(), image.height(), radians);
    InscribedCrop largest = rotated.ofAspect(aspect(preprocessing, rotated) * variation.aspect());
    double most = largest.area() / rotated.area();
    double least = Math.min(minArea, most);
    double share = least + variation.area() * (most - least);
    InscribedCrop crop = largest.scaled(Math.sqrt(share / most));
    double right = (variation.across() - 0.5) * (rotated.width() - crop.width());
    double down = (variation.down() - 0.5) * (rotated.height() - crop.height());
    return at(image, crop, right, down, radians);
  }

  /** Of what becomes the window without distortion beyond what prediction has. */
  private static double aspect(Preprocessing preprocessing, InscribedCrop rotated) {
    return switch (preprocessing.resize()) {
      case STRETCH -> rotated.width() / rotated.height();
      case SHORTER_SIDE -> (double) preprocessing.width() / preprocessing.height();
    };
  }

  /** A crop whose centre is off the image's by right and down, as seen in the rotated image. */
  private static Region at(
      ImageSize image, InscribedCrop crop, double right, double down, double radians) {
    double sin = Math.sin(radians);
    double cos = Math.cos(radians);
    return new Region(
        image.width() / 2.0 + right * cos + down * sin,
        image.height() / 2.0 - right * sin + down * cos,
        crop.width(),
        crop.height(),
        radians);
  }

  /** Columns of the image that the region reaches over. */
  double spanX() {
    return Math.abs(width * Math.cos(radians)) + Math.abs(height * Math.sin(radians));
  }

  /** Rows of the image that the region reaches over. */
  double spanY() {
    return Math.abs(width * Math.sin(radians)) + Math.abs(height * Math.cos(radians));
  }

  /** The same region in a part of the image that begins at (left, top). */
  Region seenFrom(int left, int top) {
    return new Region(centreX - left, centreY - top, width, height, radians);
  }

  /**
   * Where the centres of [rows, columns] pixels that fill the region lie in the image, as the
   * matrix [2, 3] of cv::warpAffine, for which a pixel's centre has whole coordinates.
   *
   * @param scaleX of the image since the region was laid out in it
   * @param scaleY likewise
   */
  double[] affine(int columns, int rows, double scaleX, double scaleY) {
    double sin = Math.sin(radians);
    double cos = Math.cos(radians);
    double stepX = width / columns;
    double stepY = height / rows;
    double right = (stepX - width) / 2;
    double down = (stepY - height) / 2;
    return new double[] {
      scaleX * stepX * cos,
      scaleX * stepY * sin,
      scaleX * (centreX + right * cos + down * sin) - 0.5,
      -scaleY * stepX * sin,
      scaleY * stepY * cos,
      scaleY * (centreY - right * sin + down * cos) - 0.5
    };
  }
}
