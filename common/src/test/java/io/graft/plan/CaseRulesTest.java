package io.graft.plan;

import static io.graft.plan.Corners.FAST;
import static io.graft.plan.Corners.SLOW;
import static io.graft.plan.Corners.decide;
import static io.graft.plan.Corners.evidence;
import static io.graft.plan.Corners.rules;
import static io.graft.plan.PlansForTests.curve;
import static io.graft.plan.PlansForTests.cut;
import static io.graft.plan.PlansForTests.score;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.plan.Corners.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseRulesTest {

  @ParameterizedTest
  @CsvSource({
    // images, fast, curve -> case, rules
    "99,    true,  LATE,  1, size-small curve-late cut-last",
    "99,    true,  EARLY, 2, size-small curve-early cut-early",
    "100,   true,  LATE,  3, size-between-affordable curve-late cut-none",
    "100,   true,  EARLY, 4, size-between-affordable curve-early cut-none",
    "999,   true,  LATE,  3, size-between-affordable curve-late cut-none",
    "500,   false, LATE,  1, size-between-too-long curve-late cut-last",
    "500,   false, EARLY, 2, size-between-too-long curve-early cut-early",
    "999,   false, LATE,  1, size-between-too-long curve-late cut-last",
    "1000,  false, LATE,  3, size-large curve-late cut-none",
    "1000,  true,  EARLY, 4, size-large curve-early cut-none",
    "50000, false, EARLY, 4, size-large curve-early cut-none",
    "50,    true,  FLAT,  1, size-small curve-flat late-by-default cut-last",
    "5000,  true,  FLAT,  3, size-large curve-flat late-by-default cut-none",
    "50,    true,  SINGLE, 1, size-small curve-single cut-last",
    "5000,  true,  SINGLE, 3, size-large curve-single cut-none",
  })
  void sizeAndCurveMakeTheCase(
      long images, boolean fast, Shape shape, int expected, String expectedRules) {
    Decision decision =
        decide(evidence(images, fast ? FAST : SLOW, shape.curve(), null, null, null), Wishes.NONE);
    assertThat(decision.transferCase()).isEqualTo(expected);
    assertThat(decision.title()).isEqualTo(TransferCase.values()[expected - 1].title());
    assertThat(decision.treatment()).isEqualTo(TransferCase.values()[expected - 1].treatment());
    assertThat(rules(decision)).isEqualTo(expectedRules);
    assertThat(decision.cuts()).containsExactly(cut(expected == 2 ? "early" : "last"));
  }

  @ParameterizedTest
  @CsvSource({
    // relative distance, confidence here, on the source -> case, rules; nothing: not known
    "2.0,  ,     ,    1, distance-near",
    "-0.2, ,     ,    1, distance-near",
    "2.01, ,     ,    2, distance-far",
    "1.0,  0.1,  0.9, 1, distance-near classifier-unsure",
    "9.0,  0.9,  0.9, 2, distance-far classifier-sure",
    "9.0,  0.9,  ,    2, distance-far classifier-seen",
    "NaN,  ,     ,    1, distance-uncalibrated late-by-default",
    "NaN,  0.1,  0.9, 2, distance-uncalibrated classifier-unsure",
    "NaN,  0.9,  0.9, 1, distance-uncalibrated classifier-sure",
    "NaN,  0.1,  ,    1, distance-uncalibrated classifier-seen late-by-default",
    ",     0.45, 0.9, 1, classifier-sure",
    ",     0.44, 0.9, 2, classifier-unsure",
    ",     0.1,  ,    1, classifier-seen late-by-default",
    ",     ,     0.9, 1, late-by-default",
  })
  void looksDecideWhereTheLayersDoNotTell(
      Double relative, Double top, Double sourceTop, int expected, String expectedRules) {
    Evidence small = evidence(50, FAST, Shape.FLAT.curve(), relative, top, sourceTop);
    assertThat(rules(decide(small, Wishes.NONE)))
        .isEqualTo(
            "size-small curve-flat %s %s"
                .formatted(expectedRules, expected == 1 ? "cut-last" : "cut-early"));
    assertThat(decide(small, Wishes.NONE).transferCase()).isEqualTo(expected);
    Evidence large = evidence(5000, FAST, Shape.FLAT.curve(), relative, top, sourceTop);
    assertThat(decide(large, Wishes.NONE).transferCase()).isEqualTo(expected + 2);
  }

  @ParameterizedTest
  @CsvSource({"LATE, 9.0, 0.1, 1", "EARLY, 0.0, 0.9, 2", "SINGLE, 9.0, 0.1, 1"})
  void looksNeverOverruleTheLayers(Shape shape, double relative, double top, int expected) {
    Decision decision = decide(evidence(50, FAST, shape.curve(), relative, top, 0.9), Wishes.NONE);
    assertThat(decision.transferCase()).isEqualTo(expected);
    assertThat(rules(decision)).containsPattern("distance-(near|far) classifier-(un)?sure");
  }

  /** Two folds, twice: the error is the spread times sqrt(1/4 + 1). */
  @ParameterizedTest
  @CsvSource({
    "0.130, 1, curve-late",
    "0.128, 1, curve-flat",
    "-0.128, 1, curve-flat",
    "-0.130, 2, curve-early"
  })
  void differenceMustExceedItsError(double gain, int expected, String expectedRule) {
    CutScore early = score(List.of(cut("early")), 0.5, 0.5, 0.5, 0.5);
    CutScore last = score(List.of(cut("last")), 0.4 + gain, 0.6 + gain, 0.4 + gain, 0.6 + gain);
    Evidence evidence = evidence(50, FAST, curve(List.of(early, last)), null, null, null);
    Decision decision = decide(evidence, Wishes.NONE);
    assertThat(decision.transferCase()).isEqualTo(expected);
    assertThat(decision.findings().get(1).rule()).isEqualTo(expectedRule);
  }

  @Test
  void findingsSayWhatWasSeen() {
    Decision decision = decide(evidence(500, SLOW, Shape.LATE.curve(), 1.5, 0.4, 0.5), Wishes.NONE);
    assertThat(decision.findings())
        .containsExactly(
            new Finding(
                "size-between-too-long",
                "500 images lie between 100 and 1,000: fine-tuning them for 10 epochs would take about 20.0 hours here, extracting features 0.2; no more than 5.0 are allowed"),
            new Finding(
                "curve-late",
                "what the late layers have learned serves these images: last gets 0.800, early before it at best 0.600 (difference +0.200 ± 0.000)"),
            new Finding(
                "distance-near",
                "the classes lie 1.50 times as far from the source's as its own classes lie apart (similar up to 2.00)"),
            new Finding(
                "classifier-sure",
                "the base model's own classifier gives its first choice 0.40 on average, on its source images 0.50"),
            new Finding("cut-last", "the cut before the classifier, last"));
  }
}
