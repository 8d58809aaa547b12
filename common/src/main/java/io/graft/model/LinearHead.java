package io.graft.model;

import java.util.List;

/**
 * Multinomial logistic regression on the features: {@code softmax(weights * features + biases)}.
 *
 * @param weights {@code [classes][features]}, for features as extracted (any standardisation is
 *     folded in)
 * @param biases one a class
 */
public record LinearHead(float[][] weights, float[] biases) implements Head {

  @Override
  public List<HiddenLayer> hidden() {
    return List.of();
  }

  @Override
  public LinearHead output() {
    return this;
  }
}
