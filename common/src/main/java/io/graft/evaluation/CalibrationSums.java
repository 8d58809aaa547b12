package io.graft.evaluation;

import java.io.Serializable;

/**
 * Confidence against correctness in bins of equal width.
 *
 * <p>Confidences are summed in fixed point, since sums of doubles depend on their order.
 */
final class CalibrationSums implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int BINS = 15;

  /** Steps per unit: a float is held to 2^-32, and two thousand million images fit a long. */
  private static final double SCALE = 0x1p32;

  private final long[] correct = new long[BINS];
  private final long[] scaledConfidence = new long[BINS];

  /** Adds one image; {@code confidence}, in [0, 1], is the probability of its predicted class. */
  void add(double confidence, boolean isCorrect) {
    // Bin m holds (m / 15, (m + 1) / 15].
    int bin = Math.max(0, (int) Math.ceil(confidence * BINS) - 1);
    correct[bin] += isCorrect ? 1 : 0;
    scaledConfidence[bin] += Math.round(confidence * SCALE);
  }

  void merge(CalibrationSums other) {
    for (int bin = 0; bin < BINS; bin++) {
      correct[bin] += other.correct[bin];
      scaledConfidence[bin] += other.scaledConfidence[bin];
    }
  }

  /**
   * The sum over bins of |B|/n * |accuracy(B) - confidence(B)|, which is that of |correct(B) -
   * summed confidence(B)| / n.
   */
  double expectedCalibrationError(long images) {
    double gaps = 0;
    for (int bin = 0; bin < BINS; bin++) {
      gaps += Math.abs(correct[bin] - scaledConfidence[bin] / SCALE);
    }
    return gaps / images;
  }
}
