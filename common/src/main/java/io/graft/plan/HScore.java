package io.graft.plan;

/**
 * H-score: how far apart the classes' mean features lie, measured by the features' own covariance
 * (Bao, Li, Huang, Zhang, Zheng, Zamir, Guibas, "An Information-Theoretic Approach to
 * Transferability in Task Transfer Learning", ICIP 2019).
 *
 * <p>0 where the classes share one mean, at most the number of classes less one (the shrunk score:
 * a little more on few images); higher is better.
 */
public final class HScore {

  private HScore() {}

  /**
   * The score with the covariance as it is: {@code tr(cov(f)^+ cov(E[f|y]))}. For images many times
   * as many as features; with fewer, any features tell the images apart and it nears its maximum
   * whatever they are worth. Directions without variance are left out (pseudo-inverse).
   *
   * @param features [images][features]
   * @param labels one an image, 0 to {@code classes - 1}; a class without images counts nothing
   * @throws IllegalArgumentException where shapes or labels don't fit, there are no images, or a
   *     feature is not finite
   */
  public static double of(float[][] features, int[] labels, int classes) {
    Spectrum spectrum = Spectrum.of(FeatureMatrix.of(features).centred(), labels, classes);
    double score = 0;
    for (int index = 0; index < spectrum.squares().length; index++) {
      score += between(spectrum, index);
    }
    return score;
  }

  /**
   * The score with the covariance shrunk towards a multiple of the identity as Ledoit and Wolf
   * (2004) choose, and the numerator by the same share (Ibrahim, Ponomareva, Mazumder, "Newer is
   * not always better: Rethinking transferability metrics, their peculiarities, stability and
   * performance", ECML PKDD 2022; 2021 as a preprint). For few images, and wherever cuts of
   * different widths are compared.
   *
   * @param features [images][features], at least two images
   * @param labels one an image, 0 to {@code classes - 1}; a class without images counts nothing
   * @throws IllegalArgumentException where shapes or labels don't fit, there are fewer than two
   *     images, or a feature is not finite
   */
  public static double shrunk(float[][] features, int[] labels, int classes) {
    FeatureMatrix centred = FeatureMatrix.of(features).centred();
    int images = centred.rows();
    if (images < 2) {
      throw new IllegalArgumentException("a covariance needs two images, there is one");
    }
    Spectrum spectrum = Spectrum.of(centred, labels, classes);
    Shrinkage shrinkage = Shrinkage.of(centred, spectrum.squares());
    double kept = 1 - shrinkage.share();
    double score = 0;
    for (int index = 0; index < spectrum.squares().length; index++) {
      double square = spectrum.squares()[index];
      double variance = kept * square / images + shrinkage.share() * shrinkage.meanVariance();
      score += kept * square * between(spectrum, index) / (images - 1) / variance;
    }
    return score;
  }

  /** The share of the variance along one left singular vector that lies between the classes. */
  private static double between(Spectrum spectrum, int index) {
    double share = 0;
    for (int label = 0; label < spectrum.counts().length; label++) {
      if (spectrum.counts()[label] > 0) {
        share += spectrum.projections()[label][index] / spectrum.counts()[label];
      }
    }
    return share;
  }

  /** How much of the covariance is replaced by its mean variance times the identity. */
  private record Shrinkage(double share, double meanVariance) {

    static Shrinkage of(FeatureMatrix centred, double[] squares) {
      double images = centred.rows();
      double columns = centred.columns();
      double trace = 0;
      double squaredCovariance = 0;
      for (double square : squares) {
        trace += square / images;
        squaredCovariance += square / images * (square / images);
      }
      double fourthMoments = 0;
      for (double norm : centred.squaredNorms()) {
        fourthMoments += norm * norm / images;
      }
      double distance = squaredCovariance - trace * trace / columns;
      double error = Math.min((fourthMoments - squaredCovariance) / images, distance);
      double share = error <= 0 || centred.columns() == 1 ? 0 : error / distance;
      return new Shrinkage(share, trace / columns);
    }
  }
}
