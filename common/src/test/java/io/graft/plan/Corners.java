package io.graft.plan;

import static io.graft.plan.PlansForTests.CONFIG;
import static io.graft.plan.PlansForTests.confidence;
import static io.graft.plan.PlansForTests.distance;
import static io.graft.plan.PlansForTests.images;
import static io.graft.plan.PlansForTests.single;

import java.util.List;

/** Corners of what the rules may be given. */
final class Corners {

  /** At this rate 500 images fine-tune for 2 hours: 500 / 8.33 * 12 * 10 seconds. */
  static final double FAST = 500 * 12 * 10 / 7200.0;

  /** Here for 20. */
  static final double SLOW = FAST / 10;

  /** What the layers of a base model may do; the folds' spread is the same for all. */
  enum Shape {
    EARLY(0.8, 0.6),
    LATE(0.6, 0.8),
    FLAT(0.7, 0.7),
    SINGLE(0.7);

    private final double[] accuracies;

    Shape(double... accuracies) {
      this.accuracies = accuracies;
    }

    LayerCurve curve(CutScore... others) {
      return accuracies.length == 1
          ? PlansForTests.curve(List.of(single("last", accuracies[0])), others)
          : PlansForTests.curve(
              List.of(
                  single("first", 0.5),
                  single("early", accuracies[0]),
                  single("last", accuracies[1])),
              others);
    }
  }

  private Corners() {}

  /** What the rules say. */
  static Decision decide(Evidence evidence, Wishes wishes) {
    return new CaseRules(CONFIG).decide(evidence, wishes);
  }

  /** The names of the rules that spoke, in order. */
  static String rules(Decision decision) {
    return String.join(" ", decision.findings().stream().map(Finding::rule).toList());
  }

  /** Evidence; null for what is not known. */
  static Evidence evidence(
      long images,
      double imagesPerSecond,
      LayerCurve layers,
      Double relative,
      Double top,
      Double sourceTop) {
    return new Evidence(
        images(images),
        layers,
        top == null ? null : confidence(top),
        sourceTop == null ? null : confidence(sourceTop),
        relative == null ? null : distance(relative),
        CostEvidence.of(images, imagesPerSecond, CONFIG));
  }
}
