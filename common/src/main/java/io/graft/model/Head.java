package io.graft.model;

import java.util.List;

/** The new layers that are grafted onto a backbone: from its features to class probabilities. */
public sealed interface Head permits LinearHead, DenseHead {

  /** The layers before the last one; none for a linear head. */
  List<HiddenLayer> hidden();

  /** The last layer, followed by softmax. */
  LinearHead output();

  /** How many features an image has. */
  default int features() {
    return hidden().isEmpty() ? output().weights()[0].length : hidden().get(0).inputs();
  }

  default int classes() {
    return output().weights().length;
  }

  /**
   * The probability of each class for one image, computed in double precision.
   *
   * @param features of one image, as extracted
   */
  default double[] probabilities(float[] features) {
    double[] values = new double[features.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = features[i];
    }
    for (HiddenLayer layer : hidden()) {
      values = HeadArithmetic.affine(layer.weights(), layer.biases(), values);
      HeadArithmetic.rectify(values);
    }
    return HeadArithmetic.softmax(
        HeadArithmetic.affine(output().weights(), output().biases(), values));
  }
}
