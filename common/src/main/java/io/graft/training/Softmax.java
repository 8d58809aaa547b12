package io.graft.training;

/** Probabilities of scores, without overflow. */
final class Softmax {

  private Softmax() {}

  /** Replaces the scores by their probabilities. */
  static void inPlace(double[] scores) {
    double largest = largest(scores);
    double sum = 0;
    for (int c = 0; c < scores.length; c++) {
      scores[c] = Math.exp(scores[c] - largest);
      sum += scores[c];
    }
    for (int c = 0; c < scores.length; c++) {
      scores[c] /= sum;
    }
  }

  /** Minus the logarithm of the label's probability. */
  static double logLoss(double[] scores, int label) {
    double largest = largest(scores);
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score - largest);
    }
    return Math.log(sum) + largest - scores[label];
  }

  private static double largest(double[] scores) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      largest = Math.max(largest, score);
    }
    return largest;
  }
}
