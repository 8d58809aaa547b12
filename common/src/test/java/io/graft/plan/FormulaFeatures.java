package io.graft.plan;

/** Feature matrices by a formula that the reference script in numpy writes too. */
final class FormulaFeatures {

  private FormulaFeatures() {}

  /** Something like noise, and {@code signal} on every column whose number fits the label. */
  static float[][] of(int images, int features, int classes, double signal) {
    float[][] matrix = new float[images][features];
    int[] labels = labels(images, classes);
    for (int row = 0; row < images; row++) {
      for (int column = 0; column < features; column++) {
        int cell = row * features + column;
        double noise = Math.sin(12.9898 * (cell + 1) + 0.5 * cell * (column + 1));
        matrix[row][column] = (float) (noise + (column % classes == labels[row] ? signal : 0));
      }
    }
    return matrix;
  }

  static int[] labels(int images, int classes) {
    int[] labels = new int[images];
    for (int image = 0; image < images; image++) {
      labels[image] = image % classes;
    }
    return labels;
  }

  /** The matrix with one more column before its own. */
  static float[][] withColumn(float[][] matrix, float[] column) {
    float[][] wider = new float[matrix.length][];
    for (int row = 0; row < matrix.length; row++) {
      wider[row] = new float[matrix[row].length + 1];
      wider[row][0] = column[row];
      System.arraycopy(matrix[row], 0, wider[row], 1, matrix[row].length);
    }
    return wider;
  }

  /** One column of a matrix. */
  static float[] column(float[][] matrix, int index) {
    float[] column = new float[matrix.length];
    for (int row = 0; row < matrix.length; row++) {
      column[row] = matrix[row][index];
    }
    return column;
  }
}
