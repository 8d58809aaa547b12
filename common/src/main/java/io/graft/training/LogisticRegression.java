package io.graft.training;

import io.graft.model.LinearHead;

/**
 * Multinomial logistic regression in memory: the mean over the images of the log-loss, weighted by
 * class, plus {@code l2 / 2} times the squared weights of the standardised features; the biases are
 * free. This is the objective of Spark MLlib's, so that either gives the same head.
 */
public final class LogisticRegression {

  private final double[][] images;
  private final int[] labels;
  private final double[] classWeights;
  private final double totalWeight;
  private final Standardization standardization;
  private final int classes;
  private final int width;

  /**
   * @param classWeights of an image, by its class
   */
  public LogisticRegression(LabelledFeatures data, double[] classWeights) {
    this.standardization = Standardization.of(data.features());
    this.images = standardization.apply(data.features());
    this.labels = data.labels();
    this.classWeights = classWeights;
    this.classes = data.classes();
    this.width = data.width();
    double total = 0;
    for (int label : labels) {
      total += classWeights[label];
    }
    this.totalWeight = total;
  }

  /** How long L-BFGS goes on. */
  public record Effort(int maxIterations, double tolerance) {}

  /**
   * Weights and biases of the standardised features, in one array: where a fit ended, and where
   * another may begin.
   */
  public double[] zero() {
    return new double[classes * (width + 1)];
  }

  /**
   * The minimum.
   *
   * @param start where to begin, such as the solution for a neighbouring {@code l2}
   */
  public double[] fit(double l2, Effort effort, double[] start) {
    return new Lbfgs(effort.maxIterations(), effort.tolerance())
        .minimize((point, gradient) -> loss(point, gradient, l2), start.clone());
  }

  /** The head that takes features as they come: the standardisation is folded in. */
  public LinearHead head(double[] solution) {
    float[][] weights = new float[classes][width];
    float[] biases = new float[classes];
    for (int c = 0; c < classes; c++) {
      double bias = solution[c * (width + 1) + width];
      for (int f = 0; f < width; f++) {
        double weight = solution[c * (width + 1) + f] * standardization.scales()[f];
        weights[c][f] = (float) weight;
        bias -= weight * standardization.means()[f];
      }
      biases[c] = (float) bias;
    }
    return new LinearHead(weights, biases);
  }

  private double loss(double[] point, double[] gradient, double l2) {
    double[] scores = new double[classes];
    double loss = 0;
    for (int i = 0; i < images.length; i++) {
      double[] image = images[i];
      for (int c = 0; c < classes; c++) {
        int row = c * (width + 1);
        scores[c] = point[row + width] + dot(point, row, image);
      }
      double weight = classWeights[labels[i]] / totalWeight;
      loss += weight * Softmax.logLoss(scores, labels[i]);
      Softmax.inPlace(scores);
      scores[labels[i]] -= 1;
      for (int c = 0; c < classes; c++) {
        add(gradient, c * (width + 1), weight * scores[c], image);
      }
    }
    return loss + penalty(point, gradient, l2);
  }

  private double penalty(double[] point, double[] gradient, double l2) {
    double squares = 0;
    for (int c = 0; c < classes; c++) {
      int row = c * (width + 1);
      for (int f = row; f < row + width; f++) {
        squares += point[f] * point[f];
        gradient[f] += l2 * point[f];
      }
    }
    return l2 / 2 * squares;
  }

  /** Four sums at a time: one alone would wait for itself. */
  private double dot(double[] point, int row, double[] image) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int f = 0;
    for (; f + 3 < width; f += 4) {
      a += point[row + f] * image[f];
      b += point[row + f + 1] * image[f + 1];
      c += point[row + f + 2] * image[f + 2];
      d += point[row + f + 3] * image[f + 3];
    }
    for (; f < width; f++) {
      a += point[row + f] * image[f];
    }
    return a + b + c + d;
  }

  private void add(double[] gradient, int row, double factor, double[] image) {
    for (int f = 0; f < width; f++) {
      gradient[row + f] += factor * image[f];
    }
    gradient[row + width] += factor;
  }
}
