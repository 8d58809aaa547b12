package io.graft.training;

import io.graft.training.TrainingHistory.Round;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * When a training has diverged: the loss or a parameter is no number any more, or the loss of three
 * rounds in a row is above three times what guessing costs, which is the logarithm of the number of
 * classes (or the first round's loss, where random weights begin worse than that).
 */
public final class DivergenceRule {

  private static final int ROUNDS = 3;
  private static final double TIMES = 3;

  private final double guessing;

  public DivergenceRule(int classes) {
    this.guessing = Math.log(classes);
  }

  /**
   * Looks at what the last round left.
   *
   * @throws TrainingDivergedException naming the round
   */
  public void check(TrainingHistory history, NetworkState state) {
    List<Round> rounds = history.rounds();
    Round last = rounds.get(rounds.size() - 1);
    if (!Double.isFinite(last.loss())) {
      throw diverged(last, "the loss is " + last.loss());
    }
    if (!isFinite(state.parameters())) {
      throw diverged(last, "a parameter of the network is no number any more");
    }
    double limit = TIMES * Math.max(guessing, rounds.get(0).loss());
    List<Round> latest = rounds.subList(Math.max(0, rounds.size() - ROUNDS), rounds.size());
    if (latest.size() == ROUNDS && latest.stream().allMatch(round -> round.loss() > limit)) {
      throw diverged(
          last,
          "the loss of the last rounds (%s) is above %s, three times what guessing costs"
              .formatted(
                  latest.stream()
                      .map(round -> text(round.loss()))
                      .collect(Collectors.joining(", ")),
                  text(limit)));
    }
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static TrainingDivergedException diverged(Round round, String reason) {
    return new TrainingDivergedException(
        "Training diverged in round %d of epoch %d: %s."
            .formatted(round.round(), round.epoch(), reason));
  }

  private static String text(double loss) {
    return String.format(Locale.ROOT, "%.3f", loss);
  }
}
