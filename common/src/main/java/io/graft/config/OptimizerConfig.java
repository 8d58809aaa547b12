package io.graft.config;

import java.io.Serializable;

/**
 * How the weights are stepped.
 *
 * @param learningRate of one worker's step
 * @param workerScaling of the rate
 * @param momentum of SGD; the others have their own constants
 * @param weightDecay decoupled from the gradient, on weights: not on biases, batch norm or frozen
 *     layers
 * @param schedule of the learning rate
 * @param warmUpEpochs over which the rate rises from 0, in a straight line
 * @param stepEpochs between two falls of the rate, for {@link ScheduleType#STEP}
 * @param stepFactor the rate is multiplied by at each fall
 */
public record OptimizerConfig(
    OptimizerType type,
    double learningRate,
    WorkerScaling workerScaling,
    double momentum,
    double weightDecay,
    ScheduleType schedule,
    double warmUpEpochs,
    int stepEpochs,
    double stepFactor)
    implements Serializable {

  static OptimizerConfig read(SettingsReader settings) {
    return new OptimizerConfig(
        settings.parsed("fine-tune.optimizer.type", OptimizerType::parse, OptimizerType.SGD),
        settings.fraction("fine-tune.optimizer.learning-rate", 0, 100),
        settings.parsed(
            "fine-tune.optimizer.scale-with-workers", WorkerScaling::parse, WorkerScaling.NONE),
        settings.fraction("fine-tune.optimizer.momentum", 0, 0.9999),
        settings.fraction("fine-tune.optimizer.weight-decay", 0, 1),
        settings.parsed("fine-tune.optimizer.schedule", ScheduleType::parse, ScheduleType.CONSTANT),
        settings.fraction("fine-tune.optimizer.warm-up-epochs", 0, 100_000),
        settings.small("fine-tune.optimizer.step-epochs", 1, 100_000),
        settings.fraction("fine-tune.optimizer.step-factor", 0, 1));
  }

  /** The same with the rate that so many workers train at. */
  OptimizerConfig forWorkers(int workers) {
    return new OptimizerConfig(
        type,
        learningRate * workerScaling.factor(workers),
        WorkerScaling.NONE,
        momentum,
        weightDecay,
        schedule,
        warmUpEpochs,
        stepEpochs,
        stepFactor);
  }
}
