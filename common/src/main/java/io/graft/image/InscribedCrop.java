package io.graft.image;

/** The upright rectangle that is left of a rotated image, about its centre; sides in pixels. */
record InscribedCrop(double width, double height) {

  /**
   * The largest that lies within an image of width x height, rotated. Each corner of the crop has
   * to lie within the image, which is two conditions: width' cos + height' sin at most width, and
   * width' sin + height' cos at most height. The largest area has both as equalities or, where the
   * image is so long that only its shorter side binds, the corners in the middle of the longer
   * sides. A known exercise: answers to question 5789239 of Stack Overflow.
   *
   * @param radians any angle, either way
   */
  static InscribedCrop of(double width, double height, double radians) {
    double sin = Math.abs(Math.sin(radians));
    double cos = Math.abs(Math.cos(radians));
    double longer = Math.max(width, height);
    double shorter = Math.min(width, height);
    double cosOfTwice = cos * cos - sin * sin;
    boolean shorterSideBindsAlone = shorter <= 2 * sin * cos * longer;
    if (shorterSideBindsAlone || Math.abs(cosOfTwice) < 1e-9) {
      double half = shorter / 2;
      return width >= height
          ? new InscribedCrop(half / sin, half / cos)
          : new InscribedCrop(half / cos, half / sin);
    }
    return new InscribedCrop(
        (width * cos - height * sin) / cosOfTwice, (height * cos - width * sin) / cosOfTwice);
  }

  double area() {
    return width * height;
  }

  /** The largest part with this ratio of width to height. */
  InscribedCrop ofAspect(double aspect) {
    double fitting = Math.min(width, height * aspect);
    return new InscribedCrop(fitting, fitting / aspect);
  }

  /** Both sides times a factor. */
  InscribedCrop scaled(double factor) {
    return new InscribedCrop(width * factor, height * factor);
  }
}
