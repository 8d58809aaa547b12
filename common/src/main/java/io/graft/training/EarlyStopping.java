package io.graft.training;

/**
 * Ends a training that has stopped to get better: it overfits by then (Prechelt, "Early stopping -
 * but when?", 1998).
 *
 * @param patience epochs in a row without a better validation loss, 1 or more
 */
public record EarlyStopping(int patience) {

  /** Whether the training is over. It is a matter of the history alone. */
  public boolean isOver(TrainingHistory history) {
    double best = history.start().loss();
    int bestEpoch = 0;
    for (TrainingHistory.Epoch epoch : history.epochs()) {
      if (epoch.validation().loss() < best) {
        best = epoch.validation().loss();
        bestEpoch = epoch.epoch();
      }
    }
    return history.epochs().size() - bestEpoch >= patience;
  }
}
