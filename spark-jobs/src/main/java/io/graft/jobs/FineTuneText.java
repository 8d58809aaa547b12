package io.graft.jobs;

import io.graft.progress.ProgressLine;
import io.graft.spark.FineTuner.FineTuned;
import io.graft.training.FineTuneHistory;
import io.graft.training.ScalingEstimate;
import io.graft.training.ValidationScore;
import java.util.Locale;
import java.util.stream.IntStream;

/** A fine-tuning as a person reads it on the screen. */
final class FineTuneText {

  private FineTuneText() {}

  /** What it came to. */
  static String of(FineTuned tuned) {
    FineTuneHistory history = tuned.history();
    StringBuilder text = new StringBuilder();
    line(
        text,
        "trained",
        "%,d images, %d workers, preset %s",
        history.images(),
        history.workers(),
        history.preset());
    history
        .trainings()
        .forEach(
            (name, training) -> {
              ValidationScore best = training.bestScore();
              line(
                  text,
                  name,
                  "validation accuracy %.3f, loss %.3f after epoch %d of %d (majority %.3f, at the start %.3f)%s",
                  best.accuracy(),
                  best.loss(),
                  training.bestEpoch(),
                  training.epochs().size(),
                  best.majority(),
                  training.start().accuracy(),
                  name.equals(history.kept()) ? " <- kept" : "");
            });
    outcome(text, history);
    return text.toString();
  }

  /** What is expected before it begins. */
  static String of(ScalingEstimate estimate, int workers) {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "cluster",
        "a step of %d images takes %s, an averaging %s every %d steps",
        estimate.batchSize(),
        ProgressLine.duration(estimate.stepSeconds()),
        ProgressLine.duration(estimate.averagingSeconds()),
        estimate.averagingFrequency());
    for (int number :
        IntStream.concat(IntStream.of(1, 2, 4, 8), IntStream.of(workers))
            .sorted()
            .distinct()
            .toArray()) {
      line(
          text,
          "",
          "%d worker%s: %s an epoch, %.1f times as fast as one%s",
          number,
          number == 1 ? "" : "s",
          ProgressLine.duration(estimate.epochSeconds(number)),
          estimate.speedUp(number),
          number == workers ? " <- here" : "");
    }
    int recommended = estimate.recommended(workers);
    line(
        text,
        "",
        recommended == workers
            ? "%d are worth having"
            : "%d would do as well: set fine-tune.workers, or average less often",
        recommended);
    return text.toString();
  }

  private static void outcome(StringBuilder text, FineTuneHistory history) {
    if (history.scaling() == null || Double.isNaN(history.secondsPerEpoch())) {
      return;
    }
    line(
        text,
        "cluster",
        "an epoch took %s (expected: %s), %.1f times as fast as one worker was expected to be",
        ProgressLine.duration(history.secondsPerEpoch()),
        ProgressLine.duration(history.scaling().epochSeconds(history.workers())),
        history.scaling().epochSeconds(1) / history.secondsPerEpoch());
  }

  private static void line(StringBuilder text, String label, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "%-10s ", label))
        .append(String.format(Locale.ROOT, format, values))
        .append(System.lineSeparator());
  }
}
