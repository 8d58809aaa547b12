package io.graft.image;

import io.graft.config.AugmentationConfig;
import java.util.SplittableRandom;

/**
 * What is done to one image in one epoch. Every number is drawn whatever the settings, so that one
 * setting changes nothing of what the others do.
 *
 * @param radians that the image is rotated by, clockwise
 * @param area where between the least and the most that fits the crop's area lies, 0 to 1
 * @param aspect factor of the crop's width to height
 * @param across where the crop lies from left to right, 0 to 1
 * @param down where the crop lies from top to bottom, 0 to 1
 * @param brightness factor of all pixels
 * @param contrast factor of the distance from the mean grey
 * @param saturation factor of the distance from a pixel's own grey
 */
record Variation(
    boolean flippedHorizontally,
    boolean flippedVertically,
    double radians,
    double area,
    double aspect,
    double across,
    double down,
    double brightness,
    double contrast,
    double saturation) {

  /** Draws from the seed alone. */
  static Variation draw(AugmentationConfig config, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Variation(
        random.nextDouble() < config.flipHorizontal(),
        random.nextDouble() < config.flipVertical(),
        Math.toRadians(config.rotationDegrees()) * eitherWay(random),
        random.nextDouble(),
        Math.exp(Math.log(config.cropMaxAspect()) * eitherWay(random)),
        random.nextDouble(),
        random.nextDouble(),
        1 + config.brightness() * eitherWay(random),
        1 + config.contrast() * eitherWay(random),
        1 + config.saturation() * eitherWay(random));
  }

  private static double eitherWay(SplittableRandom random) {
    return 2 * random.nextDouble() - 1;
  }

  boolean keepsColours() {
    return brightness == 1 && contrast == 1 && saturation == 1;
  }
}
