package io.graft.plan;

import static io.graft.plan.PlansForTests.CONFIG;
import static io.graft.plan.PlansForTests.confidence;
import static io.graft.plan.PlansForTests.curve;
import static io.graft.plan.PlansForTests.cut;
import static io.graft.plan.PlansForTests.distance;
import static io.graft.plan.PlansForTests.images;
import static io.graft.plan.PlansForTests.score;
import static io.graft.plan.PlansForTests.single;
import static io.graft.plan.PlansForTests.spread;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CaseRulesTest {

  /** At this rate 500 images fine-tune for 2 hours: 500 / 8.33 * 12 * 10 seconds. */
  private static final double FAST = 500 * 12 * 10 / 7200.0;

  /** Here for 20. */
  private static final double SLOW = FAST / 10;

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

  @ParameterizedTest
  @EnumSource(TransferCase.class)
  void caseAskedForWins(TransferCase asked) {
    for (Shape shape : Shape.values()) {
      Evidence evidence = evidence(50, FAST, shape.curve(), null, null, null);
      Decision decision = decide(evidence, new Wishes(Optional.of(asked), List.of()));
      assertThat(decision.transferCase()).isEqualTo(asked.number());
      assertThat(rules(decision)).contains("size-small curve-").contains(" case-asked cut-");
      assertThat(decide(evidence, Wishes.NONE).transferCase())
          .isEqualTo(shape == Shape.EARLY ? 2 : 1);
    }
  }

  @Test
  void caseTwoTakesTheBestEarlyCutThoughTheLastIsBetter() {
    Wishes two = new Wishes(Optional.of(TransferCase.SMALL_DIFFERENT), List.of());
    Decision decision = decide(evidence(50, FAST, Shape.LATE.curve(), null, null, null), two);
    assertThat(decision.cuts()).containsExactly(cut("early"));
    assertThat(rules(decision)).isEqualTo("size-small curve-late case-asked cut-early");
  }

  @Test
  void caseTwoOfANetworkWithOneCutTakesThat() {
    Wishes two = new Wishes(Optional.of(TransferCase.SMALL_DIFFERENT), List.of());
    Decision decision = decide(evidence(50, FAST, Shape.SINGLE.curve(), null, null, null), two);
    assertThat(decision.cuts()).containsExactly(cut("last"));
    assertThat(rules(decision)).isEqualTo("size-small curve-single case-asked cut-only");
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void cutAskedForWinsAndLeavesTheCase(Shape shape) {
    List<PlannedCut> asked = List.of(cut("mine"), new PlannedCut("yours", "grid"));
    Evidence evidence = evidence(50, FAST, shape.curve(), null, null, null);
    Decision suggestion = decide(evidence, Wishes.NONE);
    Decision decision = decide(evidence, new Wishes(Optional.empty(), asked));
    assertThat(decision.cuts()).isEqualTo(asked);
    assertThat(decision.transferCase()).isEqualTo(suggestion.transferCase());
    assertThat(decision.findings())
        .endsWith(new Finding("cut-asked", "mine (average) + yours (grid) was asked for"));
    assertThat(suggestion.cuts()).containsExactly(cut(shape == Shape.EARLY ? "early" : "last"));
  }

  @ParameterizedTest
  @CsvSource({
    "0.9, 0.5, cut-pooled",
    "0.5, 0.9, cut-joined",
    // As good as the plain cut, and better by less than the error of a tenth's spread.
    "0.8, 0.8, cut-early",
    "0.7, 0.7, cut-early",
  })
  void otherCutsAreTakenWhenClearlyBetter(double pooled, double joined, String expectedRule) {
    List<PlannedCut> maxima = List.of(new PlannedCut("early", "average-maximum"));
    List<PlannedCut> both = List.of(cut("early"), cut("last"));
    LayerCurve layers =
        Shape.EARLY.curve(score(maxima, spread(pooled)), score(both, spread(joined)));
    Decision decision = decide(evidence(50, FAST, layers, null, null, null), Wishes.NONE);
    assertThat(decision.findings().get(2).rule()).isEqualTo(expectedRule);
    assertThat(decision.cuts())
        .isEqualTo(
            switch (expectedRule) {
              case "cut-pooled" -> maxima;
              case "cut-joined" -> both;
              default -> List.of(cut("early"));
            });
  }

  @Test
  void otherCutThatIsBetterInSomeFoldsOnlyIsNotTaken() {
    CutScore unsteady =
        score(List.of(new PlannedCut("early", "average-maximum")), 1.0, 0.7, 1.0, 0.7);
    Decision decision =
        decide(evidence(50, FAST, Shape.EARLY.curve(unsteady), null, null, null), Wishes.NONE);
    assertThat(unsteady.accuracy()).isGreaterThan(0.8);
    assertThat(decision.cuts()).containsExactly(cut("early"));
  }

  @Test
  void otherCutsHaveNoSayInCaseOne() {
    CutScore joined = score(List.of(cut("early"), cut("last")), spread(0.9));
    Decision decision =
        decide(evidence(50, FAST, Shape.LATE.curve(joined), null, null, null), Wishes.NONE);
    assertThat(decision.cuts()).containsExactly(cut("last"));
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

  /** All that the rules can say, against docs/plan.md. */
  @Test
  void everyRuleIsDocumentedAndNoOther() throws Exception {
    Set<String> documented = new TreeSet<>();
    Matcher row =
        Pattern.compile("(?m)^\\| `((?:size|curve|distance|classifier|late|case|cut)-[a-z-]+)` \\|")
            .matcher(Files.readString(Path.of("../docs/plan.md")));
    while (row.find()) {
      documented.add(row.group(1));
    }
    assertThat(documented).isEqualTo(everyRule());
  }

  private static Set<String> everyRule() {
    CutScore pooled = score(List.of(new PlannedCut("early", "average-maximum")), spread(0.95));
    CutScore joined = score(List.of(cut("early"), cut("last")), spread(0.95));
    Set<String> spoken = new TreeSet<>();
    for (Shape shape : Shape.values()) {
      for (LayerCurve layers : List.of(shape.curve(), shape.curve(pooled), shape.curve(joined))) {
        for (Double look : new Double[] {null, 0.1, 9.0, Double.NaN}) {
          for (double rate : new double[] {FAST, SLOW}) {
            for (long images : new long[] {50, 500, 5000}) {
              boolean noLook = look == null || look.isNaN();
              for (Evidence evidence :
                  List.of(
                      evidence(images, rate, layers, look, noLook ? null : 0.5, null),
                      evidence(images, rate, layers, null, noLook ? null : look / 10, 0.9))) {
                for (Wishes wishes : wishes()) {
                  decide(evidence, wishes).findings().forEach(it -> spoken.add(it.rule()));
                }
              }
            }
          }
        }
      }
    }
    return spoken;
  }

  private static List<Wishes> wishes() {
    return List.of(
        Wishes.NONE,
        new Wishes(Optional.of(TransferCase.SMALL_DIFFERENT), List.of()),
        new Wishes(Optional.empty(), List.of(cut("early"))));
  }

  private static Decision decide(Evidence evidence, Wishes wishes) {
    return new CaseRules(CONFIG).decide(evidence, wishes);
  }

  private static String rules(Decision decision) {
    return String.join(" ", decision.findings().stream().map(Finding::rule).toList());
  }

  private static Evidence evidence(
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
