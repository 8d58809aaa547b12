package io.graft.samples;

/** A place on the canvas, in pixels from the upper left corner, or in a shape's own frame. */
record Point(double x, double y) {

  /** On the circle about the origin. {@code StrictMath} gives the same bits on every machine. */
  static Point polar(double radius, double angle) {
    return new Point(radius * StrictMath.cos(angle), radius * StrictMath.sin(angle));
  }

  Point minus(Point other) {
    return new Point(x - other.x, y - other.y);
  }

  Point times(double factor) {
    return new Point(x * factor, y * factor);
  }

  double dot(Point other) {
    return x * other.x + y * other.y;
  }

  double length() {
    return Math.sqrt(dot(this));
  }

  /** Turned about the origin, given the cosine and sine of the angle as a point. */
  Point turned(Point direction) {
    return new Point(x * direction.x - y * direction.y, x * direction.y + y * direction.x);
  }
}
