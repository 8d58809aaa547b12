package io.graft.samples;

import java.awt.image.BufferedImage;

/**
 * Draws one sample image from signed distance functions.
 *
 * <p>All arithmetic is strict and none of it is Java2D's, so that the same seed gives the same
 * pixels on any machine.
 */
public final class SampleDrawer {

  /** Width and height in pixels. */
  public static final int SIZE = 48;

  /** Levels per channel. Together with noise that all channels share, this keeps PNG small. */
  private static final int LEVELS = 52;

  private SampleDrawer() {}

  /**
   * An RGB image of 48 by 48 pixels.
   *
   * @param className one of the set's class names
   * @param number tells the images of a class apart
   * @throws IllegalArgumentException where the set has no such class
   */
  public static BufferedImage draw(SampleSet set, String className, long seed, int number) {
    if (!set.classNames().contains(className)) {
      throw new IllegalArgumentException(
          "set %s has no class '%s'; it has %s".formatted(set, className, set.classNames()));
    }
    RandomDraws draws = new RandomDraws(seed, set, className, number);
    Picture picture =
        switch (set) {
          case SHAPES, SIMILAR -> ShapePictures.of(className, draws);
          case DIFFERENT -> TexturePictures.of(className, draws);
        };
    return develop(picture, draws);
  }

  private static BufferedImage develop(Picture picture, RandomDraws draws) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    double noise = draws.between(0.01, 0.05);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        Color color = picture.at(new Point(x + 0.5, y + 0.5)).lighter(draws.between(-noise, noise));
        image.setRGB(x, y, color.packed(LEVELS));
      }
    }
    return image;
  }
}
