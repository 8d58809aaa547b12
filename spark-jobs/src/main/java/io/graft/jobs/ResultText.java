package io.graft.jobs;

import io.graft.evaluation.Evaluation;
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
}
