package io.graft.bench;

import java.util.Comparator;
import java.util.List;

/**
 * A plan of one network on one image set, beside brute force.
 *
 * @param set the folder of the image set
 * @param transferCase 1 to 4
 * @param curve every cut of the layer curve, average pooling, from early to late; the last is the
 *     default cut
 * @param choice what the plan chose
 */
record PlanCell(
    Network network,
    String set,
    int transferCase,
    List<TriedCut> curve,
    TriedCut choice,
    Passes passes) {

  /** The best on the test split; of equals the latest, which is the one to prefer. */
  TriedCut best() {
    return curve.stream()
        .max(
            Comparator.<TriedCut>comparingLong(cut -> cut.test().correct())
                .thenComparing(curve::indexOf))
        .orElseThrow();
  }

  TriedCut last() {
    return curve.get(curve.size() - 1);
  }

  /** Whether the choice is within one standard error of the best cut. */
  boolean isNearBest() {
    TestAccuracy best = best().test();
    return choice.test().value() >= best.value() - best.standardError();
  }

  boolean isAsGoodAsLast() {
    return choice.test().correct() >= last().test().correct();
  }
}
