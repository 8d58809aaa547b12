package io.graft.spark;

import io.graft.training.NetworkState;
import io.graft.training.TrainingHistory;
import io.graft.training.ValidationScore;

/**
 * Where a training stands: all that it needs to go on as if nothing had happened. Chance and the
 * learning rate's schedule need no place here: they follow from seed, epoch and round.
 *
 * @param epoch epochs behind it: the index of the one to go on in
 * @param round rounds of that epoch behind it
 * @param bestParameters of the epoch with the best validation score so far, or of the start
 */
public record Checkpoint(
    int epoch, int round, NetworkState state, float[] bestParameters, TrainingHistory history) {

  /** Before the first round. */
  static Checkpoint beginning(NetworkState start, ValidationScore score) {
    return new Checkpoint(0, 0, start, start.parameters(), TrainingHistory.beginning(score));
  }

  /** One round later. */
  Checkpoint after(EpochRounds.Round done) {
    TrainingHistory.Round entry =
        new TrainingHistory.Round(epoch + 1, round + 1, done.images(), done.loss(), done.seconds());
    return new Checkpoint(epoch, round + 1, done.state(), bestParameters, history.with(entry));
  }

  /** At the end of an epoch whose network has this score. */
  Checkpoint afterEpoch(ValidationScore score) {
    TrainingHistory longer = history.withEpoch(epoch + 1, score);
    boolean isBest = longer.bestEpoch() == epoch + 1;
    return new Checkpoint(
        epoch + 1, 0, state, isBest ? state.parameters() : bestParameters, longer);
  }

  /** The best network; its optimiser's state, which nobody trains on with, is the latest one. */
  NetworkState best() {
    return new NetworkState(bestParameters, state.updater());
  }
}
