package io.graft.samples;

/**
 * One object of random colour, place and size on a gradient, tilted a little.
 *
 * <p>A hundred images per class are too few to learn shapes in every direction from.
 */
final class ShapePictures {

  /** In radians, to either side: 26 degrees. */
  private static final double TILT = 0.45;

  private ShapePictures() {}

  static Picture of(String className, RandomDraws draws) {
    Outline outline = Outlines.of(className);
    double radius = draws.between(13, 18);
    double margin = radius + 3;
    Point centre =
        new Point(
            draws.between(margin, SampleDrawer.SIZE - margin),
            draws.between(margin, SampleDrawer.SIZE - margin));
    Point turn = Point.polar(1, draws.between(-TILT, TILT));
    Picture background = gradient(draws);
    Color fill = contrasting(background.at(centre), draws);
    return pixel -> {
      Point own = pixel.minus(centre).turned(turn).times(1 / radius);
      // One pixel of soft edge: the distance in pixels, taken as the share that is covered.
      double cover = Math.max(0, Math.min(1, 0.5 - outline.distance(own) * radius));
      return background.at(pixel).mix(fill, cover);
    };
  }

  private static Picture gradient(RandomDraws draws) {
    Color middle = Color.random(draws, 0.15, 0.85);
    Color end = middle.mix(Color.random(draws, 0.15, 0.85), draws.between(0, 0.35));
    Point direction = Point.polar(1.0 / SampleDrawer.SIZE, draws.angle());
    Point origin = new Point(SampleDrawer.SIZE / 2.0, SampleDrawer.SIZE / 2.0);
    return pixel -> middle.mix(end, pixel.minus(origin).dot(direction));
  }

  /** A colour that is lighter or darker than the background by a random amount, never by little. */
  private static Color contrasting(Color background, RandomDraws draws) {
    double lightness = (background.red() + background.green() + background.blue()) / 3;
    double contrast = draws.between(0.3, 0.6);
    boolean lighter = lightness < draws.between(0.35, 0.65);
    double target = Math.max(0.05, Math.min(0.95, lightness + (lighter ? contrast : -contrast)));
    return Color.random(draws, target, target);
  }
}
