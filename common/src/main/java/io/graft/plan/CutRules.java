package io.graft.plan;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where to cut in each case. */
record CutRules(LayerCurve layers) {

  /** The cuts, joined where there are several. */
  List<PlannedCut> choose(TransferCase transferCase, Wishes wishes, List<Finding> findings) {
    if (!wishes.cuts().isEmpty()) {
      CaseRules.add(findings, "cut-asked", "%s was asked for", names(wishes.cuts()));
      return wishes.cuts();
    }
    if (transferCase.isLarge()) {
      CaseRules.add(
          findings,
          "cut-none",
          "the whole network is trained; its new classifier goes on %s",
          last().name());
      return last().cuts();
    }
    if (transferCase.isSimilar()) {
      CaseRules.add(findings, "cut-last", "the cut before the classifier, %s", last().name());
      return last().cuts();
    }
    if (layers.bestEarly().isEmpty()) {
      CaseRules.add(findings, "cut-only", "there is no earlier cut than %s", last().name());
      return last().cuts();
    }
    return early(findings).cuts();
  }

  /**
   * The best single early cut with plain average pooling, or another pooling or several cuts joined
   * where that is clearly better.
   */
  private CutScore early(List<Finding> findings) {
    CutScore plain = layers.bestEarly().orElseThrow();
    CutScore best =
        Stream.concat(Stream.of(plain), layers.others().stream())
            .max(Comparator.comparingDouble(CutScore::accuracy))
            .orElseThrow();
    ResampledDifference gain = layers.difference(best, plain);
    if (!gain.isClear()) {
      CaseRules.add(
          findings,
          "cut-early",
          "the best of the earlier cuts, %s: %.3f",
          plain.name(),
          plain.accuracy());
      return plain;
    }
    CaseRules.add(
        findings,
        best.cuts().size() > 1 ? "cut-joined" : "cut-pooled",
        "%s gets %.3f, clearly more than %s alone with %.3f",
        best.name(),
        best.accuracy(),
        plain.name(),
        plain.accuracy());
    return best;
  }

  private static String names(List<PlannedCut> cuts) {
    return cuts.stream().map(PlannedCut::toString).collect(Collectors.joining(" + "));
  }

  private CutScore last() {
    return layers.last();
  }
}
