package io.graft.spark;

import io.graft.training.ScalingEstimate;
import io.graft.training.TrainingHistory;
import io.graft.training.TrainingHistory.Round;

/** Is told in the driver how a training goes. What it throws ends the training. */
public interface TrainingListener {

  /**
   * Its speed has been estimated, before the first training begins.
   *
   * @param workers that will train side by side
   */
  default void expects(ScalingEstimate estimate, int workers) {}

  /** Something to know of a training, before it begins. */
  default void note(String text) {}

  /**
   * A training begins, or goes on from a checkpoint.
   *
   * @param history what is behind it
   */
  default void begins(Extent training, TrainingHistory history) {}

  /** A round has ended, and its checkpoint, where it has one, is written. */
  default void ended(Round round) {}

  /**
   * An epoch has ended, and its checkpoint is written.
   *
   * @param history whose last epoch it is
   */
  default void endedEpoch(TrainingHistory history) {}

  /**
   * How much there is to train.
   *
   * @param name of the training: what it starts from
   * @param epochs at most
   * @param rounds of an epoch
   * @param images of an epoch
   */
  record Extent(String name, int epochs, int rounds, long images) {}
}
