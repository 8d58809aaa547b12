package io.graft.plan;

import java.util.List;

/**
 * The mean of paired differences over the folds of a repeated cross-validation, with its standard
 * error. Folds share training images, so that the usual error is too small; this is the corrected
 * one of Nadeau and Bengio, "Inference for the generalization error" (Machine Learning 52, 2003).
 */
public record ResampledDifference(double mean, double standardError) {

  /**
   * One less than another, fold by fold.
   *
   * @throws IllegalArgumentException where they have not the same folds
   */
  public static ResampledDifference between(List<Double> one, List<Double> other, int folds) {
    if (one.size() != other.size()) {
      throw new IllegalArgumentException("%d folds against %d".formatted(one.size(), other.size()));
    }
    double[] differences = new double[one.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = one.get(i) - other.get(i);
    }
    return of(differences, folds);
  }

  /**
   * The mean of values, one a fold, with its error.
   *
   * @param folds of one repeat, of which one is held out at a time
   * @throws IllegalArgumentException for fewer than two folds, or values
   */
  public static ResampledDifference of(List<Double> values, int folds) {
    return of(values.stream().mapToDouble(Double::doubleValue).toArray(), folds);
  }

  private static ResampledDifference of(double[] values, int folds) {
    if (folds < 2 || values.length < 2) {
      throw new IllegalArgumentException(
          "%d values of %d folds have no spread".formatted(values.length, folds));
    }
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double variance = squares / (values.length - 1);
    double heldToTrained = 1.0 / (folds - 1);
    return new ResampledDifference(
        mean, Math.sqrt(variance * (1.0 / values.length + heldToTrained)));
  }

  /** Whether it is above 0 by more than its error. */
  public boolean isClear() {
    return mean > standardError;
  }
}
