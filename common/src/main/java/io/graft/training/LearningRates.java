package io.graft.training;

import io.graft.config.OptimizerConfig;
import io.graft.config.ScheduleType;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The learning rate of every step: a straight warm-up, and what the schedule makes of the rate
 * behind it. It depends on the step alone, so that it goes on unharmed after a restart.
 *
 * @param rate behind the warm-up
 * @param steps of the whole training, which a cosine ends with
 * @param warmUpSteps over which the rate rises; the last of them has the whole rate
 * @param fallSteps between two falls of {@link ScheduleType#STEP}
 * @param fallFactor that each fall multiplies the rate by
 */
public record LearningRates(
    @JsonProperty("rate") double rate,
    @JsonProperty("schedule") ScheduleType schedule,
    @JsonProperty("steps") long steps,
    @JsonProperty("warmUpSteps") long warmUpSteps,
    @JsonProperty("fallSteps") long fallSteps,
    @JsonProperty("fallFactor") double fallFactor)
    implements ISchedule {

  /** The rates of a training of so many epochs. */
  public static LearningRates of(OptimizerConfig optimizer, int epochs, int stepsPerEpoch) {
    return new LearningRates(
        optimizer.learningRate(),
        optimizer.schedule(),
        (long) epochs * stepsPerEpoch,
        Math.round(optimizer.warmUpEpochs() * stepsPerEpoch),
        (long) optimizer.stepEpochs() * stepsPerEpoch,
        optimizer.stepFactor());
  }

  /** The same for layers that learn more slowly. */
  public LearningRates times(double factor) {
    return new LearningRates(rate * factor, schedule, steps, warmUpSteps, fallSteps, fallFactor);
  }

  /**
   * The rate of a step.
   *
   * @param iteration the step's number, from 0
   * @param epoch is not looked at
   */
  @Override
  public double valueAt(int iteration, int epoch) {
    if (iteration < warmUpSteps) {
      return rate * (iteration + 1) / warmUpSteps;
    }
    return switch (schedule) {
      case CONSTANT -> rate;
      case STEP -> rate * Math.pow(fallFactor, iteration / fallSteps);
      case COSINE -> rate * (1 + Math.cos(Math.PI * progress(iteration))) / 2;
    };
  }

  /** From 0 behind the warm-up to 1 behind the last step. */
  private double progress(int iteration) {
    long falling = Math.max(1, steps - warmUpSteps);
    return Math.min(1, (double) (iteration - warmUpSteps) / falling);
  }

  @Override
  public ISchedule clone() {
    return this;
  }
}
