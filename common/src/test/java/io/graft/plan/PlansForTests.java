package io.graft.plan;

import io.graft.config.PlanConfig;
import io.graft.plan.SizeEvidence.Basis;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Hand-made evidence. */
public final class PlansForTests {

  /** Small below 100, large from 1,000, in between up to 5 hours for 10 epochs. */
  public static final PlanConfig CONFIG =
      new PlanConfig(100, 1000, 5, 500, List.of(), 6, 2, 2, 10, 12, 2.0, 0.5, 3);

  private static final int FOLDS = 2;

  private PlansForTests() {}

  /** A layer with average pooling. */
  public static PlannedCut cut(String layer) {
    return new PlannedCut(layer, "average");
  }

  /** A score by its accuracy in each of the folds. */
  public static CutScore score(List<PlannedCut> cuts, Double... accuracies) {
    List<Double> byFold = List.of(accuracies);
    ResampledDifference mean = ResampledDifference.of(byFold, FOLDS);
    return new CutScore(cuts, 64, mean.mean(), mean.standardError(), byFold, 0.5, 0.01, null, null);
  }

  /** A single layer's score; the folds spread by a tenth around it, all layers' alike. */
  static CutScore single(String layer, double accuracy) {
    return score(List.of(cut(layer)), spread(accuracy));
  }

  /** Folds of which two do better and two worse. */
  static Double[] spread(double accuracy) {
    return new Double[] {accuracy - 0.1, accuracy + 0.1, accuracy - 0.1, accuracy + 0.1};
  }

  /** A curve of single layers, and other cuts. */
  static LayerCurve curve(List<CutScore> curve, CutScore... others) {
    return new LayerCurve(curve, Arrays.asList(others), FOLDS);
  }

  /** So many images of two classes. */
  static SizeEvidence images(long images) {
    Map<String, Long> perClass = new TreeMap<>();
    perClass.put("ant", images / 2);
    perClass.put("bee", images - images / 2);
    return new SizeEvidence(images + 3, 1, 1, 1, perClass, Basis.SAMPLE);
  }

  /** A classifier that gives its first choice so much on average. */
  static ClassifierConfidence confidence(double meanTop1) {
    return new ClassifierConfidence(50, meanTop1, meanTop1, 0.3);
  }

  /** A distance so many times that between the source's classes. */
  static SourceDistance distance(double relative) {
    return new SourceDistance(3, 1, 2, relative);
  }

  /**
   * A plan for few images and two layers, of which the earlier one's maxima do best.
   *
   * @param asked cuts that the user wishes; empty for the plan's own
   */
  public static Plan plan(String images, String early, String last, List<PlannedCut> asked) {
    return plan(
        new Evidence(
            images(50),
            curve(
                List.of(single(early, 0.7), single(last, 0.6)),
                score(List.of(new PlannedCut(early, "average-maximum")), spread(0.8))),
            confidence(0.6),
            confidence(0.8),
            distance(1.5),
            CostEvidence.of(50, 10, CONFIG)),
        new Wishes(Optional.empty(), asked),
        images);
  }

  /** A plan by the rules. */
  static Plan plan(Evidence evidence, Wishes wishes, String images) {
    CaseRules rules = new CaseRules(CONFIG);
    return new Plan(
        images,
        "net.h5",
        "0123",
        42,
        rules.decide(evidence, wishes),
        rules.decide(evidence, Wishes.NONE),
        evidence,
        Map.of("extract", 1.5),
        "0.1.0");
  }
}
