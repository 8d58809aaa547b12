package io.graft.training;

import io.graft.model.DenseHead;
import io.graft.model.HiddenLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings every feature to mean 0 and standard deviation 1.
 *
 * @param means one a feature
 * @param scales what a feature's distance from its mean is multiplied with: 0 for a feature that is
 *     the same in all images, which can tell nothing
 */
record Standardization(double[] means, double[] scales) {

  /** A spread below this share of the mean is rounding, not information. */
  private static final double LEAST_RELATIVE_DEVIATION = 1e-6;

  static Standardization of(float[][] features) {
    int width = features[0].length;
    double[] means = new double[width];
    double[] scales = new double[width];
    for (int f = 0; f < width; f++) {
      double sum = 0;
      for (float[] image : features) {
        sum += image[f];
      }
      means[f] = sum / features.length;
      double squares = 0;
      for (float[] image : features) {
        squares += (image[f] - means[f]) * (image[f] - means[f]);
      }
      double deviation = Math.sqrt(squares / Math.max(1, features.length - 1));
      boolean constant = deviation <= LEAST_RELATIVE_DEVIATION * Math.abs(means[f]);
      scales[f] = constant ? 0 : 1 / deviation;
    }
    return new Standardization(means, scales);
  }

  LabelledFeatures apply(LabelledFeatures images) {
    float[][] standardized = new float[images.size()][];
    for (int i = 0; i < standardized.length; i++) {
      standardized[i] = apply(images.features()[i]);
    }
    return new LabelledFeatures(standardized, images.labels(), images.classes());
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

  /** The same head for features as they come. */
  DenseHead fold(DenseHead head) {
    List<HiddenLayer> layers = new ArrayList<>(head.hidden());
    layers.set(0, fold(layers.get(0)));
    return new DenseHead(layers, head.output());
  }

  private HiddenLayer fold(HiddenLayer layer) {
    float[][] weights = new float[layer.outputs()][layer.inputs()];
    float[] biases = new float[layer.outputs()];
    for (int i = 0; i < weights.length; i++) {
      double bias = layer.biases()[i];
      for (int f = 0; f < means.length; f++) {
        weights[i][f] = (float) (layer.weights()[i][f] * scales[f]);
        bias -= layer.weights()[i][f] * scales[f] * means[f];
      }
      biases[i] = (float) bias;
    }
    return new HiddenLayer(weights, biases);
  }

  private float[] apply(float[] image) {
    float[] standardized = new float[image.length];
    for (int f = 0; f < image.length; f++) {
      standardized[f] = (float) ((image[f] - means[f]) * scales[f]);
    }
    return standardized;
  }
}
