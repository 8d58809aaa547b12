package io.graft.samples;

/**
 * Fine textures, light on dark, of two random colours, at a random scale and turn.
 *
 * <p>Fine enough that a few pixels tell the class: what the first layers of a network see.
 */
final class TexturePictures {

  private TexturePictures() {}

  static Picture of(String className, RandomDraws draws) {
    Color ground = Color.random(draws, 0.1, 0.3);
    Color figure = Color.random(draws, 0.65, 0.9);
    Point turn = Point.polar(1, draws.angle());
    Point shift = new Point(draws.between(0, 64), draws.between(0, 64));
    Outline pattern = pattern(className, draws);
    return pixel -> {
      double distance = pattern.distance(pixel.turned(turn).minus(shift));
      double cover = Math.max(0, Math.min(1, 0.5 - distance));
      return ground.mix(figure, cover);
    };
  }

  /** The signed distance, in pixels, to the edge of the pattern's figures. */
  private static Outline pattern(String className, RandomDraws draws) {
    return switch (className) {
      case "stripes" -> stripes(draws.between(3.6, 5.6));
      case "checkerboard" -> checkerboard(draws.between(2.8, 4.4));
      case "dots" -> dots(draws.between(4.6, 6.2), draws.between(0.26, 0.32));
      case "blobs" -> new Blobs(draws, draws.between(3.2, 4.4));
      default -> throw new IllegalArgumentException("no texture is called '" + className + "'");
    };
  }

  private static Outline stripes(double period) {
    return point -> Math.abs(toNearest(point.x(), period)) - period / 4;
  }

  private static Outline checkerboard(double cell) {
    return point -> {
      // Positive on one colour of the board, negative on the other, zero on the lines.
      double x = cell / 2 - Math.abs(toNearest(point.x(), 2 * cell));
      double y = cell / 2 - Math.abs(toNearest(point.y(), 2 * cell));
      double nearest = Math.min(Math.abs(x), Math.abs(y));
      return x * y > 0 ? -nearest : nearest;
    };
  }

  private static Outline dots(double period, double relativeRadius) {
    return point ->
        new Point(toNearest(point.x(), period), toNearest(point.y(), period)).length()
            - period * relativeRadius;
  }

  /** Offset to the nearest multiple of the period. */
  private static double toNearest(double value, double period) {
    return value - period * Math.rint(value / period);
  }
}
