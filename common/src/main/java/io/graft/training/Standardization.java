package io.graft.training;

/**
 * Brings each feature to mean 0 and standard deviation 1 over the images it was made of; a feature
 * that is the same in all of them becomes 0.
 *
 * @param means one a feature
 * @param scales one a feature: 1 / standard deviation, or 0
 */
record Standardization(double[] means, double[] scales) {

  static Standardization of(float[][] features) {
    int width = features[0].length;
    double[] means = new double[width];
    for (float[] row : features) {
      for (int f = 0; f < width; f++) {
        means[f] += row[f];
      }
    }
    double[] squares = new double[width];
    for (int f = 0; f < width; f++) {
      means[f] /= features.length;
    }
    for (float[] row : features) {
      for (int f = 0; f < width; f++) {
        double difference = row[f] - means[f];
        squares[f] += difference * difference;
      }
    }
    double[] scales = new double[width];
    for (int f = 0; f < width; f++) {
      double deviation = Math.sqrt(squares[f] / Math.max(1, features.length - 1));
      scales[f] = deviation > 1e-7 * (1 + Math.abs(means[f])) ? 1 / deviation : 0;
    }
    return new Standardization(means, scales);
  }

  double[][] apply(float[][] features) {
    double[][] standardized = new double[features.length][means.length];
    for (int i = 0; i < features.length; i++) {
      for (int f = 0; f < means.length; f++) {
        standardized[i][f] = (features[i][f] - means[f]) * scales[f];
      }
    }
    return standardized;
  }
}
