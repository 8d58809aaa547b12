package io.graft.training;

/** Sums up how well predicted probabilities fit the classes. */
final class ProbabilitySums {

  /** Images to predict at once. */
  static final int BATCH = 4096;

  /** So that one image given no probability does not make the mean infinite. */
  private static final double LEAST_PROBABILITY = 1e-15;

  private final double[] classWeights;
  private double loss;
  private double weight;
  private long right;
  private long images;

  ProbabilitySums(double[] classWeights) {
    this.classWeights = classWeights;
  }

  void add(float[][] probabilities, int[] labels) {
    for (int i = 0; i < labels.length; i++) {
      float ofLabel = probabilities[i][labels[i]];
      // Not Math.max: a NaN must stay one.
      double likelihood = ofLabel < LEAST_PROBABILITY ? LEAST_PROBABILITY : ofLabel;
      loss -= classWeights[labels[i]] * Math.log(likelihood);
      weight += classWeights[labels[i]];
      right += largest(probabilities[i]) == labels[i] ? 1 : 0;
    }
    images += labels.length;
  }

  /** Mean of the images' log-loss, each weighted as its class. */
  double logLoss() {
    return loss / weight;
  }

  double accuracy() {
    return (double) right / images;
  }

  private static int largest(float[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = values[i] > values[largest] ? i : largest;
    }
    return largest;
  }
}
