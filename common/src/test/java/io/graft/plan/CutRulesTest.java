package io.graft.plan;

import static io.graft.plan.Corners.FAST;
import static io.graft.plan.Corners.decide;
import static io.graft.plan.Corners.evidence;
import static io.graft.plan.Corners.rules;
import static io.graft.plan.PlansForTests.cut;
import static io.graft.plan.PlansForTests.score;
import static io.graft.plan.PlansForTests.spread;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.plan.Corners.Shape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CutRulesTest {

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
}
