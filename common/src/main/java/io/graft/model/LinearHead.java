package io.graft.model;

/**
 * Multinomial logistic regression on the features: {@code softmax(weights * features + biases)}.
 *
 * @param weights {@code [classes][features]}, for features as extracted (any standardisation is
 *     folded in)
 * @param biases one a class
 */
public record LinearHead(float[][] weights, float[] biases) {

  public int classes() {
    return weights.length;
  }

  public int features() {
    return weights[0].length;
  }

  /** The score of each class, before softmax. */
  public double[] scores(float[] image) {
    double[] scores = new double[classes()];
    for (int c = 0; c < scores.length; c++) {
      double score = biases[c];
      for (int f = 0; f < image.length; f++) {
        score += (double) weights[c][f] * image[f];
      }
      scores[c] = score;
    }
    return scores;
  }
}
