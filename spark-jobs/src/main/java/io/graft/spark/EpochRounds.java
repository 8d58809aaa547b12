package io.graft.spark;

import io.graft.training.NetworkState;
import io.graft.training.TrainingSpec;

/**
 * One epoch of training by parameter averaging (Zinkevich et al. 2010; McMahan et al. 2017): the
 * images are shuffled across the cluster once, and each round trains every worker on its share and
 * averages what came out, weighted by the images that each has seen. Its files on the executors are
 * deleted when this is closed.
 */
public final class EpochRounds implements AutoCloseable {

  /**
   * How a round went.
   *
   * @param state the average
   * @param loss mean over its images; infinite or no number where a worker's training diverged
   * @param images that were seen
   * @param seconds it took
   */
  public record Round(NetworkState state, double loss, long images, double seconds) {}

  /**
   * Shuffles the images.
   *
   * @param epoch from 0
   */
  public static EpochRounds open(TrainingImages images, TrainingSpec spec, int epoch) {
    throw new UnsupportedOperationException();
  }

  /** Rounds of the epoch. */
  public int count() {
    throw new UnsupportedOperationException();
  }

  /**
   * Runs a round. The same round from the same state gives the same bits, whatever machines it runs
   * on and however often its tasks are tried.
   *
   * @param round from 0
   */
  public Round run(int round, NetworkState start) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
