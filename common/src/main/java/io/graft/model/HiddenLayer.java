package io.graft.model;

/**
 * A dense layer with ReLU: {@code max(0, weights * inputs + biases)}.
 *
 * @param weights {@code [outputs][inputs]}
 * @param biases one an output
 */
public record HiddenLayer(float[][] weights, float[] biases) {

  public int inputs() {
    return weights[0].length;
  }

  public int outputs() {
    return weights.length;
  }
}
