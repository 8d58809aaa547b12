package io.graft.training;

/**
 * How long an epoch takes by the number of workers: each trains its share of the images, and all
 * wait for the average of every round. Workers are taken to be as fast side by side as alone, and
 * an averaging to cost the same for any number of them.
 *
 * @param images of the training set
 * @param batchSize images of a worker's minibatch
 * @param averagingFrequency minibatches of each worker between two averagings
 * @param stepSeconds of one worker's minibatch
 * @param averagingSeconds of a round, beside its minibatches
 */
public record ScalingEstimate(
    long images,
    int batchSize,
    int averagingFrequency,
    double stepSeconds,
    double averagingSeconds) {

  /** What more workers have to save of an epoch's time to be worth having. */
  private static final double WORTH = 0.1;

  public double epochSeconds(int workers) {
    EpochShares shares = new EpochShares(images, workers, batchSize, averagingFrequency);
    return shares.steps() * stepSeconds + shares.rounds() * averagingSeconds;
  }

  /** How many times as fast as one worker alone. */
  public double speedUp(int workers) {
    return epochSeconds(1) / epochSeconds(workers);
  }

  /**
   * The fewest workers of 1, 2, 4, … and {@code available} that no larger number of them beats by a
   * tenth of the time.
   */
  public int recommended(int available) {
    int recommended = 1;
    for (int workers = 2; workers < 2 * available; workers *= 2) {
      int possible = Math.min(workers, available);
      if (epochSeconds(possible) < (1 - WORTH) * epochSeconds(recommended)) {
        recommended = possible;
      }
    }
    return recommended;
  }
}
