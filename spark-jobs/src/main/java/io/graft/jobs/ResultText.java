package io.graft.jobs;

import io.graft.evaluation.Evaluation;
import io.graft.spark.BaselineMeasurer.Baselines;
import io.graft.spark.LeakReport;
import io.graft.spark.LeakReport.Pair;
import java.util.Locale;

/** What a person sees of an evaluation on the screen. */
final class ResultText {

  private ResultText() {}

  static String of(Evaluation evaluation) {
    return String.format(
        Locale.ROOT,
        "accuracy   %.3f (95 %% interval %.3f to %.3f) on %,d images%s%nmajority   %.3f (always naming the most frequent class)%nmacro F1   %.3f%n",
        evaluation.accuracy(),
        evaluation.accuracyInterval().low(),
        evaluation.accuracyInterval().high(),
        evaluation.images(),
        evaluation.quarantined() == 0
            ? ""
            : ", %,d quarantined".formatted(evaluation.quarantined()),
        evaluation.baselineAccuracy(),
        evaluation.macroF1());
  }

  static String of(Baselines baselines) {
    return String.format(
        Locale.ROOT,
        "over seeds %.3f ± %.3f (mean and spread of %d cross-validations of the train split)%nrandom     %.3f (the same head, cross-validated on the same backbone with random weights)%n",
        baselines.mean(),
        baselines.spread(),
        baselines.seeds(),
        baselines.randomBackbone());
  }

  /** A warning: what is known of the copy is no proof of having learned. */
  static String of(LeakReport leaks, String out) {
    Pair first = leaks.pairs().get(0);
    return String.format(
        Locale.ROOT,
        "LEAKS      %,d of %,d validation and test images have a copy among the train images, so that results look better than they are: such as %s of %s. All pairs: %s/leaks.json%n",
        leaks.leaking(),
        leaks.checked(),
        first.uri(),
        first.nearUri(),
        out);
  }
}
