package io.graft.plan;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a linear head does on the features of one cut, or of several joined, by cross-validation on
 * the train split.
 *
 * @param width features of an image
 * @param accuracy mean over the folds
 * @param standardError of the accuracy
 * @param accuracyByFold the folds of all repeats
 * @param logLoss mean over the images
 * @param regularization the head's L2 strength
 * @param logMe of single cuts; null for others
 * @param hScore of single cuts; null for others
 */
public record CutScore(
    List<PlannedCut> cuts,
    int width,
    double accuracy,
    double standardError,
    List<Double> accuracyByFold,
    double logLoss,
    double regularization,
    @JsonSetter(nulls = Nulls.SET) Double logMe,
    @JsonSetter(nulls = Nulls.SET) Double hScore) {

  /** For people: the layers, joined by plus signs, and what is not average pooling. */
  public String name() {
    return cuts.stream()
        .map(cut -> cut.pooling().equals("average") ? cut.layer() : cut.toString())
        .collect(Collectors.joining(" + "));
  }
}
