package io.graft.config;

import java.io.Serializable;

/**
 * How the weights are stepped.
 *
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
    double momentum,
    double weightDecay,
    ScheduleType schedule,
    double warmUpEpochs,
    int stepEpochs,
    double stepFactor)
    implements Serializable {}
