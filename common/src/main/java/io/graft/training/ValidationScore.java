package io.graft.training;

/**
 * How good a network is on the validation split. The greater of two is the better: the one of
 * higher accuracy, and of equal ones that of the lower loss.
 *
 * @param accuracy share of images whose most probable class is theirs
 * @param loss mean of the negative logarithm of the probability that each image's class was given
 * @param majority share of the most frequent class: what naming always that class would score
 */
public record ValidationScore(double accuracy, double loss, double majority, long images)
    implements Comparable<ValidationScore> {

  @Override
  public int compareTo(ValidationScore other) {
    int byAccuracy = Double.compare(accuracy, other.accuracy);
    return byAccuracy == 0 ? Double.compare(other.loss, loss) : byAccuracy;
  }

  /**
   * The least accuracy with which a training has succeeded.
   *
   * @param gate share of the way from the majority class to 1
   */
  public double successFrom(double gate) {
    return majority + gate * (1 - majority);
  }

  /** Whether the accuracy reaches {@link #successFrom}. */
  public boolean succeeds(double gate) {
    return accuracy >= successFrom(gate);
  }
}
