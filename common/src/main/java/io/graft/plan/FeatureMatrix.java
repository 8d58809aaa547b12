package io.graft.plan;

/**
 * Features [images][features] in double precision, row by row.
 *
 * @param values rows one after another
 * @param rows images
 * @param columns features of an image
 */
record FeatureMatrix(double[] values, int rows, int columns) {

  /**
   * @throws IllegalArgumentException where there are no images or features, rows of different
   *     lengths, or a value that is not finite
   */
  static FeatureMatrix of(float[][] features) {
    if (features.length == 0 || features[0].length == 0) {
      throw new IllegalArgumentException("no features: " + features.length + " images");
    }
    int columns = features[0].length;
    double[] values = new double[Math.multiplyExact(features.length, columns)];
    for (int row = 0; row < features.length; row++) {
      if (features[row].length != columns) {
        throw new IllegalArgumentException(
            "image %d has %d features, image 0 has %d"
                .formatted(row, features[row].length, columns));
      }
      for (int column = 0; column < columns; column++) {
        float value = features[row][column];
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException(
              "feature %d of image %d is %s".formatted(column, row, value));
        }
        values[row * columns + column] = value;
      }
    }
    return new FeatureMatrix(values, features.length, columns);
  }

  /** The same with each column's mean taken off: a constant column becomes 0. */
  FeatureMatrix centred() {
    double[] sums = new double[columns];
    for (int index = 0; index < values.length; index++) {
      sums[index % columns] += values[index];
    }
    double[] centred = new double[values.length];
    for (int index = 0; index < values.length; index++) {
      // Sums of equal floats are exact in double, and so is their mean.
      centred[index] = values[index] - sums[index % columns] / rows;
    }
    return new FeatureMatrix(centred, rows, columns);
  }

  /**
   * Images of each class.
   *
   * @throws IllegalArgumentException where there is not one label per row, each below {@code
   *     classes}
   */
  int[] count(int[] labels, int classes) {
    if (labels.length != rows) {
      throw new IllegalArgumentException(labels.length + " labels for " + rows + " images");
    }
    int[] counts = new int[classes];
    for (int label : labels) {
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException(
            "label %d, expected 0 to %d".formatted(label, classes - 1));
      }
      counts[label]++;
    }
    return counts;
  }

  /** Sum of the rows of each class: [classes][features]. */
  double[][] sums(int[] labels, int classes) {
    double[][] sums = new double[classes][columns];
    for (int row = 0; row < rows; row++) {
      double[] sum = sums[labels[row]];
      for (int column = 0; column < columns; column++) {
        sum[column] += values[row * columns + column];
      }
    }
    return sums;
  }

  /** Sum of the squares of each row. */
  double[] squaredNorms() {
    double[] norms = new double[rows];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double value = values[row * columns + column];
        norms[row] += value * value;
      }
    }
    return norms;
  }
}
