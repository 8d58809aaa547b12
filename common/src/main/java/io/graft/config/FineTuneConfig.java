package io.graft.config;

import io.graft.training.ClassWeights;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a whole network is trained across the cluster.
 *
 * @param initialization of the backbone
 * @param successGate validation accuracy below which pretrained weights have not succeeded, as a
 *     share of the way from the majority class to 1
 * @param freezeUntil this layer and all that it is computed from stay as they are
 * @param blockRates the layers up to each one's, behind the one before, learn at its factor of the
 *     rate; in the network's order
 * @param epochs at most
 * @param batchSize images of a worker's minibatch
 * @param workers that train side by side; empty for as many as Spark has task slots
 * @param averagingFrequency minibatches of each worker between two averagings
 * @param labelSmoothing share of the target probability that is spread over all classes
 * @param patience epochs without a better validation loss after which training stops
 * @param checkpointRounds rounds between two checkpoints
 * @param checkpointsKept the last so many
 */
public record FineTuneConfig(
    Initialization initialization,
    double successGate,
    HeadStart headStart,
    Optional<String> freezeUntil,
    List<BlockRate> blockRates,
    int epochs,
    int batchSize,
    OptionalInt workers,
    int averagingFrequency,
    OptimizerConfig optimizer,
    AugmentationConfig augmentation,
    double labelSmoothing,
    ClassWeights classWeights,
    int patience,
    int checkpointRounds,
    int checkpointsKept) {

  /** What the new head starts from. */
  public enum HeadStart {
    /** Trained on the frozen backbone's features first (Kumar et al., 2022). */
    FEATURES,
    /** Random weights. */
    RANDOM
  }

  /**
   * Layers that learn more slowly.
   *
   * @param layer the last of them
   * @param factor of the learning rate, 0 to 1
   */
  public record BlockRate(String layer, double factor) implements Serializable {}
}
