package io.graft.training;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.List;

/**
 * How a training went so far. Jackson writes and reads it as it is.
 *
 * @param start the score before any training
 * @param rounds all that are behind it
 * @param epochs all that are behind it
 */
public record TrainingHistory(ValidationScore start, List<Round> rounds, List<Epoch> epochs) {

  public TrainingHistory {
    rounds = List.copyOf(rounds);
    epochs = List.copyOf(epochs);
  }

  /**
   * Between two averagings.
   *
   * @param epoch from 1
   * @param round of the epoch, from 1
   * @param loss mean over its images, as they were trained on
   */
  public record Round(int epoch, int round, long images, double loss, double seconds) {}

  /**
   * Once through the training images.
   *
   * @param epoch from 1
   * @param loss mean over its images, as they were trained on
   * @param seconds of its rounds
   */
  public record Epoch(int epoch, double loss, ValidationScore validation, double seconds) {}

  /** The history of a training that is about to begin. */
  public static TrainingHistory beginning(ValidationScore start) {
    return new TrainingHistory(start, List.of(), List.of());
  }

  public TrainingHistory with(Round round) {
    return new TrainingHistory(start, with(rounds, round), epochs);
  }

  /** The same with the epoch that the last rounds have completed. */
  public TrainingHistory withEpoch(int epoch, ValidationScore validation) {
    List<Round> its = rounds.stream().filter(round -> round.epoch() == epoch).toList();
    long images = its.stream().mapToLong(Round::images).sum();
    double loss = its.stream().mapToDouble(round -> round.loss() * round.images()).sum() / images;
    double seconds = its.stream().mapToDouble(Round::seconds).sum();
    return new TrainingHistory(
        start, rounds, with(epochs, new Epoch(epoch, loss, validation, seconds)));
  }

  /** The epoch of the best score, the first of equal ones; 0 where that is the start's. */
  @JsonIgnore
  public int bestEpoch() {
    int best = 0;
    ValidationScore bestScore = start;
    for (Epoch epoch : epochs) {
      if (epoch.validation().compareTo(bestScore) > 0) {
        best = epoch.epoch();
        bestScore = epoch.validation();
      }
    }
    return best;
  }

  /** The score of the best epoch. */
  @JsonIgnore
  public ValidationScore bestScore() {
    int best = bestEpoch();
    return best == 0 ? start : epochs.get(best - 1).validation();
  }

  private static <T> List<T> with(List<T> list, T last) {
    List<T> longer = new ArrayList<>(list);
    longer.add(last);
    return longer;
  }
}
