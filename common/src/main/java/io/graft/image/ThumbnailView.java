package io.graft.image;

/**
 * A part of a thumbnail at 32 x 32 pixels, in colour as [3, 32, 32] and in grey as [32, 32]: each
 * about its mean and at length 1, so that products are correlations, or all zeros where all pixels
 * are the same.
 */
record ThumbnailView(float[] colour, float[] grey) {

  private static final int SIDE = 32;
  private static final int PIXELS = SIDE * SIDE;

  /** Of red, green and blue in luma, as {@link ChannelOrder#GRAY} has it. */
  private static final double[] LUMA = {0.299, 0.587, 0.114};

  /**
   * A part of a thumbnail's side.
   *
   * @param from where it begins, 0 to 1
   * @param to where it ends, 0 to 1
   */
  record Range(double from, double to) {

    /** Where in the thumbnail's side the centre of each of a view's pixels lies. */
    private double[] positions() {
      double[] positions = new double[SIDE];
      for (int pixel = 0; pixel < SIDE; pixel++) {
        double centre = from + (to - from) * (pixel + 0.5) / SIDE;
        positions[pixel] = Math.max(0, Math.min(Thumbnail.SIDE - 1, centre * Thumbnail.SIDE - 0.5));
      }
      return positions;
    }
  }

  static ThumbnailView of(Thumbnail thumbnail, Range rows, Range columns) {
    float[] colour = new float[Thumbnail.CHANNELS * PIXELS];
    float[] grey = new float[PIXELS];
    double[] columnPositions = columns.positions();
    int at = 0;
    for (int channel = 0; channel < Thumbnail.CHANNELS; channel++) {
      int pixel = 0;
      for (double row : rows.positions()) {
        for (double column : columnPositions) {
          colour[at] = (float) between(thumbnail, channel, row, column);
          grey[pixel++] += (float) (LUMA[channel] * colour[at++]);
        }
      }
    }
    return new ThumbnailView(normalized(colour), normalized(grey));
  }

  /** Bilinear: at half the size the mean of the four pixels covered. */
  private static double between(Thumbnail thumbnail, int channel, double row, double column) {
    int top = Math.min((int) row, Thumbnail.SIDE - 2);
    int left = Math.min((int) column, Thumbnail.SIDE - 2);
    int index = (channel * Thumbnail.SIDE + top) * Thumbnail.SIDE + left;
    double upper = between(thumbnail, index, column - left);
    double lower = between(thumbnail, index + Thumbnail.SIDE, column - left);
    return upper + (row - top) * (lower - upper);
  }

  private static double between(Thumbnail thumbnail, int index, double share) {
    int left = thumbnail.value(index);
    return left + share * (thumbnail.value(index + 1) - left);
  }

  private static float[] normalized(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] -= (float) mean;
      squares += values[i] * values[i];
    }
    // What rounding leaves of equal pixels is no picture.
    float scale = squares < 1e-3 * values.length ? 0 : (float) (1 / Math.sqrt(squares));
    for (int i = 0; i < values.length; i++) {
      values[i] *= scale;
    }
    return values;
  }

  ThumbnailView mirrored() {
    return new ThumbnailView(mirrored(colour), mirrored(grey));
  }

  private static float[] mirrored(float[] values) {
    float[] mirrored = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      int column = i % SIDE;
      mirrored[i - column + SIDE - 1 - column] = values[i];
    }
    return mirrored;
  }

  /**
   * The correlation in colour or in grey, whichever is less. Colour tells apart what has the same
   * shape; grey what has little in common but a tint.
   */
  double likeness(ThumbnailView other) {
    return Math.min(correlation(colour, other.colour), correlation(grey, other.grey));
  }

  private static double correlation(float[] values, float[] others) {
    return isPlain(values) && isPlain(others) ? 1 : product(values, others);
  }

  private static boolean isPlain(float[] values) {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /** In four sums, which the processor adds up side by side. */
  private static double product(float[] values, float[] others) {
    float first = 0;
    float second = 0;
    float third = 0;
    float fourth = 0;
    for (int i = 0; i < values.length; i += 4) {
      first += values[i] * others[i];
      second += values[i + 1] * others[i + 1];
      third += values[i + 2] * others[i + 2];
      fourth += values[i + 3] * others[i + 3];
    }
    return first + second + third + fourth;
  }
}
