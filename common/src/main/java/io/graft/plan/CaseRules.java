package io.graft.plan;

import io.graft.config.PlanConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** From evidence to a decision: which case it is, and where to cut. Pure; every rule has a name. */
public final class CaseRules {

  private final PlanConfig config;

  public CaseRules(PlanConfig config) {
    this.config = config;
  }

  /** What is to be done. What the user wishes, wins. */
  public Decision decide(Evidence evidence, Wishes wishes) {
    List<Finding> findings = new ArrayList<>();
    TransferCase transferCase =
        TransferCase.of(size(evidence, findings), similarity(evidence, findings));
    if (wishes.transferCase().isPresent()) {
      transferCase = wishes.transferCase().get();
      findings.add(
          new Finding("case-asked", "case %d was asked for".formatted(transferCase.number())));
    }
    List<PlannedCut> cuts = new CutRules(evidence.layers()).choose(transferCase, wishes, findings);
    return new Decision(
        transferCase.number(),
        transferCase.title(),
        transferCase.treatment(),
        cuts,
        List.copyOf(findings));
  }

  private DataSize size(Evidence evidence, List<Finding> findings) {
    long images = evidence.size().images();
    if (images < config.smallBelow()) {
      add(findings, "size-small", "%,d images are fewer than %,d", images, config.smallBelow());
      return DataSize.SMALL;
    }
    if (images >= config.largeFrom()) {
      add(findings, "size-large", "%,d images are %,d or more", images, config.largeFrom());
      return DataSize.LARGE;
    }
    double hours = evidence.cost().fineTuneSeconds() / 3600;
    boolean fits = hours <= config.maxHours();
    add(
        findings,
        fits ? "size-between-affordable" : "size-between-too-long",
        "%,d images lie between %,d and %,d: fine-tuning them for %d epochs would take about %.1f hours here, extracting features %.1f; %s %.1f are allowed",
        images,
        config.smallBelow(),
        config.largeFrom(),
        evidence.cost().epochs(),
        hours,
        evidence.cost().frozenSeconds() / 3600,
        fits ? "up to" : "no more than",
        config.maxHours());
    return fits ? DataSize.LARGE : DataSize.SMALL;
  }

  private Similarity similarity(Evidence evidence, List<Finding> findings) {
    LayerCurve layers = evidence.layers();
    if (layers.bestEarly().isEmpty()) {
      add(findings, "curve-single", "there is no cut but %s to compare", layers.last().name());
      addLooks(evidence, findings);
      return Similarity.SIMILAR;
    }
    CutScore early = layers.bestEarly().get();
    ResampledDifference gain = layers.difference(early, layers.last());
    String compared =
        String.format(
            Locale.ROOT,
            "%s gets %.3f, %s before it at best %.3f (difference %+.3f ± %.3f)",
            layers.last().name(),
            layers.last().accuracy(),
            early.name(),
            early.accuracy(),
            -gain.mean(),
            gain.standardError());
    if (gain.isClear()) {
      add(
          findings,
          "curve-early",
          "the late layers have lost what these images need: %s",
          compared);
      addLooks(evidence, findings);
      return Similarity.DIFFERENT;
    }
    if (-gain.mean() > gain.standardError()) {
      add(
          findings,
          "curve-late",
          "what the late layers have learned serves these images: %s",
          compared);
      addLooks(evidence, findings);
      return Similarity.SIMILAR;
    }
    add(findings, "curve-flat", "the layers do not tell: %s", compared);
    addLooks(evidence, findings);
    return byLooks(evidence, findings);
  }

  /** Where the layers do not tell, the first look that can be judged does. */
  private Similarity byLooks(Evidence evidence, List<Finding> findings) {
    if (evidence.distance() != null && evidence.distance().calibrated()) {
      return isNear(evidence.distance()) ? Similarity.SIMILAR : Similarity.DIFFERENT;
    }
    if (evidence.confidence() != null && evidence.sourceConfidence() != null) {
      return isSure(evidence) ? Similarity.SIMILAR : Similarity.DIFFERENT;
    }
    add(findings, "late-by-default", "nothing speaks against the default cut");
    return Similarity.SIMILAR;
  }

  /** How far the images are from the source, and how sure the classifier is of them. */
  private void addLooks(Evidence evidence, List<Finding> findings) {
    if (evidence.distance() != null) {
      addDistance(evidence.distance(), findings);
    }
    if (evidence.confidence() != null) {
      addConfidence(evidence, findings);
    }
  }

  private void addDistance(SourceDistance distance, List<Finding> findings) {
    if (!distance.calibrated()) {
      add(
          findings,
          "distance-uncalibrated",
          "the source's classes lie no farther apart than sampling explains: the distance from them says nothing");
      return;
    }
    add(
        findings,
        isNear(distance) ? "distance-near" : "distance-far",
        "the classes lie %.2f times as far from the source's as its own classes lie apart (similar up to %.2f)",
        distance.relative(),
        config.maxRelativeDistance());
  }

  private void addConfidence(Evidence evidence, List<Finding> findings) {
    double top = evidence.confidence().meanTop1();
    if (evidence.sourceConfidence() == null) {
      add(
          findings,
          "classifier-seen",
          "the base model's own classifier gives its first choice %.2f on average; what it gives on its source images is not known",
          top);
      return;
    }
    add(
        findings,
        isSure(evidence) ? "classifier-sure" : "classifier-unsure",
        "the base model's own classifier gives its first choice %.2f on average, on its source images %.2f",
        top,
        evidence.sourceConfidence().meanTop1());
  }

  private boolean isNear(SourceDistance distance) {
    return distance.relative() <= config.maxRelativeDistance();
  }

  private boolean isSure(Evidence evidence) {
    return evidence.confidence().meanTop1()
        >= config.minConfidenceRatio() * evidence.sourceConfidence().meanTop1();
  }

  static void add(List<Finding> findings, String rule, String format, Object... values) {
    findings.add(new Finding(rule, String.format(Locale.ROOT, format, values)));
  }
}
