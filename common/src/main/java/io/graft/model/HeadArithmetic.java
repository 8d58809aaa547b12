package io.graft.model;

/** What a head's layers compute for one image. */
final class HeadArithmetic {

  private HeadArithmetic() {}

  static double[] affine(float[][] weights, float[] biases, double[] inputs) {
    if (weights[0].length != inputs.length) {
      throw new IllegalArgumentException(
          inputs.length + " values for a layer of " + weights[0].length);
    }
    double[] outputs = new double[weights.length];
    for (int i = 0; i < outputs.length; i++) {
      double sum = biases[i];
      for (int j = 0; j < inputs.length; j++) {
        sum += weights[i][j] * inputs[j];
      }
      outputs[i] = sum;
    }
    return outputs;
  }

  static void rectify(double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, values[i]);
    }
  }

  static double[] softmax(double[] scores) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      largest = Math.max(largest, score);
    }
    double[] probabilities = new double[scores.length];
    double sum = 0;
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] = Math.exp(scores[i] - largest);
      sum += probabilities[i];
    }
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }
}
