package io.graft.plan;

import java.util.stream.IntStream;

/**
 * LogME, the logarithm of maximum evidence: how well a Bayesian linear model on the features
 * explains the labels, without training a head (You, Liu, Wang, Long, "LogME: Practical Assessment
 * of Pre-trained Models for Transfer Learning", ICML 2021).
 *
 * <p>The weights' precision alpha and the noise's precision beta that maximise the evidence are
 * found by the fixed-point iteration of "Ranking and Tuning Pre-trained Models" (You et al., JMLR
 * 2022), one regression for each class's indicator. Comparable between cuts and base models on the
 * same images and labels only; higher is better, and values below 0 are ordinary.
 */
public final class LogMe {

  private static final int ITERATIONS = 11;
  private static final double TOLERANCE = 1e-3;

  /** The authors' guard against a fit without residue. */
  private static final double EPSILON = 1e-5;

  private LogMe() {}

  /**
   * The mean over the classes of the maximum log evidence per image, in nats. Classes without
   * images are left out, since nothing is left to explain there. Where features depend on each
   * other or outnumber the images, directions without variance cancel out of the evidence; the
   * authors' program keeps a term for them.
   *
   * @param features [images][features]
   * @param labels one an image, 0 to {@code classes - 1}
   * @throws IllegalArgumentException where shapes or labels don't fit, there are no images, or a
   *     feature is not finite
   */
  public static double of(float[][] features, int[] labels, int classes) {
    Spectrum spectrum = Spectrum.of(FeatureMatrix.of(features), labels, classes);
    return IntStream.range(0, classes)
        .filter(label -> spectrum.counts()[label] > 0)
        .mapToDouble(label -> evidence(spectrum, label))
        .average()
        .orElseThrow();
  }

  private static double evidence(Spectrum spectrum, int label) {
    double[] squares = spectrum.squares();
    double[] projections = spectrum.projections()[label];
    int images = spectrum.images();
    // What no feature can explain: the indicator's squared length beyond its projections.
    double beyond = spectrum.counts()[label];
    for (double projection : projections) {
      beyond -= projection;
    }
    Fit fit = Fit.start();
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double before = fit.ratio();
      fit = fit.next(squares, projections, Math.max(beyond, 0), images);
      if (Math.abs(fit.ratio() - before) <= TOLERANCE * before) {
        break;
      }
    }
    return fit.evidence(squares, images) / images;
  }

  /** One step: both precisions, and the squared lengths of weights and residue before the step. */
  private record Fit(double alpha, double beta, double weights, double residue) {

    static Fit start() {
      return new Fit(1, 1, 0, 0);
    }

    double ratio() {
      return alpha / beta;
    }

    Fit next(double[] squares, double[] projections, double beyond, int images) {
      double ratio = ratio();
      double weights = 0;
      double residue = beyond;
      // Kept apart from images - explained, which loses all digits where every image is explained.
      double explained = 0;
      double unexplained = images - squares.length;
      for (int index = 0; index < squares.length; index++) {
        double sum = squares[index] + ratio;
        double shrinkage = ratio / sum;
        explained += squares[index] / sum;
        unexplained += shrinkage;
        weights += squares[index] * projections[index] / (sum * sum);
        residue += projections[index] * shrinkage * shrinkage;
      }
      return new Fit(
          explained / (weights + EPSILON), unexplained / (residue + EPSILON), weights, residue);
    }

    double evidence(double[] squares, int images) {
      double logDeterminants = 0;
      for (double square : squares) {
        logDeterminants += Math.log1p(beta / alpha * square);
      }
      return (images * Math.log(beta)
              - logDeterminants
              - beta * residue
              - alpha * weights
              - images * Math.log(2 * Math.PI))
          / 2;
    }
  }
}
