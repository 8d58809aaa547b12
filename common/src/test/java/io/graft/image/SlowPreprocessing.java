package io.graft.image;

import java.awt.image.BufferedImage;

/** The arithmetic of {@link Preprocessing} pixel by pixel, straight from its documentation. */
final class SlowPreprocessing {

  private SlowPreprocessing() {}

  static float[] load(Preprocessing preprocessing, BufferedImage image) {
    double scaledWidth = preprocessing.width();
    double scaledHeight = preprocessing.height();
    if (preprocessing.resize() == ResizeRule.SHORTER_SIDE) {
      double targetWidth = Math.round(preprocessing.width() / preprocessing.cropFraction());
      double targetHeight = Math.round(preprocessing.height() / preprocessing.cropFraction());
      double scale = Math.max(targetWidth / image.getWidth(), targetHeight / image.getHeight());
      scaledWidth = Math.round(image.getWidth() * scale);
      scaledHeight = Math.round(image.getHeight() * scale);
    }
    double left = Math.floor((scaledWidth - preprocessing.width()) / 2);
    double top = Math.floor((scaledHeight - preprocessing.height()) / 2);
    float[] floats = new float[3 * preprocessing.height() * preprocessing.width()];
    int next = 0;
    for (int channel = 0; channel < 3; channel++) {
      for (int y = 0; y < preprocessing.height(); y++) {
        for (int x = 0; x < preprocessing.width(); x++) {
          double sourceX = (x + left + 0.5) * image.getWidth() / scaledWidth - 0.5;
          double sourceY = (y + top + 0.5) * image.getHeight() / scaledHeight - 0.5;
          double value = bilinear(image, channel, sourceX, sourceY);
          double normal =
              (value - preprocessing.mean().get(channel)) / preprocessing.std().get(channel);
          floats[next++] = (float) normal;
        }
      }
    }
    return floats;
  }

  private static double bilinear(BufferedImage image, int channel, double x, double y) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double bottom = y - top;
    return (1 - bottom)
            * ((1 - right) * value(image, channel, left, top)
                + right * value(image, channel, left + 1, top))
        + bottom
            * ((1 - right) * value(image, channel, left, top + 1)
                + right * value(image, channel, left + 1, top + 1));
  }

  private static int value(BufferedImage image, int channel, int x, int y) {
    int insideX = Math.min(Math.max(x, 0), image.getWidth() - 1);
    int insideY = Math.min(Math.max(y, 0), image.getHeight() - 1);
    return image.getRGB(insideX, insideY) >> (16 - 8 * channel) & 0xff;
  }
}
