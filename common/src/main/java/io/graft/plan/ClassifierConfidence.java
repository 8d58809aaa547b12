package io.graft.plan;

import java.util.Arrays;

/**
 * How sure a base model's own classifier is of a set of images: peaked outputs on images like those
 * it was trained on, flat ones on others (Hendrycks and Gimpel, "A Baseline for Detecting
 * Misclassified and Out-of-Distribution Examples in Neural Networks", ICLR 2017). Networks differ
 * in it, so compare with the same network on its source images.
 *
 * @param images number of images, at least 1
 * @param meanTop1 mean over the images of the largest probability, above 0 to 1
 * @param medianTop1 median of the same
 * @param meanEntropy mean entropy of an image's probabilities, divided by the logarithm of the
 *     number of classes: 0 where all is one class, 1 where all are equal; 0 for a single class
 */
public record ClassifierConfidence(
    long images, double meanTop1, double medianTop1, double meanEntropy) {

  /** Room for the rounding of a softmax in single precision. */
  private static final float TOLERANCE = 1e-4f;

  /**
   * The figures of outputs [images][classes].
   *
   * @throws IllegalArgumentException where there are no images, rows differ in length, or a value
   *     is no probability
   */
  public static ClassifierConfidence of(float[][] probabilities) {
    int images = probabilities.length;
    if (images == 0 || probabilities[0].length == 0) {
      throw new IllegalArgumentException("no probabilities: " + images + " images");
    }
    double[] top1 = new double[images];
    double entropy = 0;
    for (int image = 0; image < images; image++) {
      requireProbabilities(probabilities[image], probabilities[0].length);
      top1[image] = largest(probabilities[image]);
      entropy += normalisedEntropy(probabilities[image]) / images;
    }
    double mean = Arrays.stream(top1).average().orElseThrow();
    return new ClassifierConfidence(images, mean, median(top1), entropy);
  }

  /** Whether each row of outputs [images][classes] is one of probabilities, whose sum is 1. */
  public static boolean areProbabilities(float[][] outputs) {
    for (float[] output : outputs) {
      double sum = 0;
      for (float value : output) {
        sum += value >= 0 ? value : Double.NaN;
      }
      if (!(Math.abs(sum - 1) < 0.01)) {
        return false;
      }
    }
    return outputs.length > 0;
  }

  private static void requireProbabilities(float[] output, int classes) {
    if (output.length != classes) {
      throw new IllegalArgumentException(
          "an image has %d probabilities, the first has %d".formatted(output.length, classes));
    }
    for (float value : output) {
      // Written so that NaN fails too.
      if (!(value >= 0 && value <= 1 + TOLERANCE)) {
        throw new IllegalArgumentException("a probability is " + value + ", expected 0 to 1");
      }
    }
  }

  private static double largest(float[] output) {
    double largest = 0;
    for (float value : output) {
      largest = Math.max(largest, value);
    }
    return Math.min(largest, 1);
  }

  private static double normalisedEntropy(float[] output) {
    if (output.length == 1) {
      return 0;
    }
    double entropy = 0;
    for (float value : output) {
      entropy -= value == 0 ? 0 : value * Math.log(value);
    }
    return Math.min(Math.max(entropy / Math.log(output.length), 0), 1);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
