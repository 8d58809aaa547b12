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
}
