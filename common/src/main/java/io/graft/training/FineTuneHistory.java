package io.graft.training;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code history.json} says of a fine-tuning. Jackson writes and reads it as it is.
 *
 * @param preset of the settings
 * @param images of the training set
 * @param workers that train side by side
 * @param scaling what was expected before it began; null where it went on from a checkpoint without
 * @param trainings so far, by what they start from: {@code pretrained}, {@code random}
 * @param kept whose best network it is that goes into the bundle; null before the end
 */
public record FineTuneHistory(
    String preset,
    long images,
    int workers,
    @JsonSetter(nulls = Nulls.SET) ScalingEstimate scaling,
    Map<String, TrainingHistory> trainings,
    @JsonSetter(nulls = Nulls.SET) String kept) {

  public FineTuneHistory with(ScalingEstimate estimate) {
    return new FineTuneHistory(preset, images, workers, estimate, trainings, kept);
  }

  /** The same with what this training has come to. */
  public FineTuneHistory with(String training, TrainingHistory history) {
    Map<String, TrainingHistory> longer = new LinkedHashMap<>(trainings);
    longer.put(training, history);
    return new FineTuneHistory(preset, images, workers, scaling, longer, kept);
  }

  /** The same at its end. */
  public FineTuneHistory keeping(String training) {
    return new FineTuneHistory(preset, images, workers, scaling, trainings, training);
  }

  /** How long an epoch took on average, of all trainings; NaN where there was none. */
  public double secondsPerEpoch() {
    return trainings.values().stream()
        .flatMap(training -> training.epochs().stream())
        .mapToDouble(TrainingHistory.Epoch::seconds)
        .average()
        .orElse(Double.NaN);
  }
}
