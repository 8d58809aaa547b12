package io.graft.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a head makes of the base model's layers (Yosinski et al., "How transferable are features in
 * deep neural networks?", 2014): one score a cut, and scores of other poolings and of joined cuts.
 *
 * @param curve single cuts with average pooling, from early to late; the last is the default cut
 * @param others other poolings, and several cuts joined
 * @param folds of the cross-validation
 */
public record LayerCurve(List<CutScore> curve, List<CutScore> others, int folds) {

  /** The default cut, before the classifier. */
  public CutScore last() {
    return curve.get(curve.size() - 1);
  }

  /** The best single cut before the last; empty where there is only one. */
  public Optional<CutScore> bestEarly() {
    return curve.stream()
        .limit(curve.size() - 1L)
        .max(Comparator.comparingDouble(CutScore::accuracy));
  }

  /** The best of all that was tried. */
  public CutScore best() {
    return Stream.concat(curve.stream(), others.stream())
        .max(Comparator.comparingDouble(CutScore::accuracy))
        .orElseThrow();
  }

  /** How much better one does than another. */
  public ResampledDifference difference(CutScore one, CutScore other) {
    return ResampledDifference.between(one.accuracyByFold(), other.accuracyByFold(), folds);
  }
}
