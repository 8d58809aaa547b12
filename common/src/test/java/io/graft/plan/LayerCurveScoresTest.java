package io.graft.plan;

import static io.graft.plan.PlansForTests.curve;
import static io.graft.plan.PlansForTests.cut;
import static io.graft.plan.PlansForTests.score;
import static io.graft.plan.PlansForTests.single;
import static io.graft.plan.PlansForTests.spread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LayerCurveScoresTest {

  private static final CutScore JOINED =
      score(List.of(cut("b"), new PlannedCut("c", "grid")), spread(0.9));

  @Test
  void lastIsTheDefaultCutAndTheBestEarlyOneIsBeforeIt() {
    LayerCurve curve = curve(List.of(single("a", 0.5), single("b", 0.7), single("c", 0.8)), JOINED);
    assertThat(curve.last().name()).isEqualTo("c");
    assertThat(curve.bestEarly()).map(CutScore::name).contains("b");
    assertThat(curve.best()).isEqualTo(JOINED);
  }

  @Test
  void ofEqualsTheEarliestIsTaken() {
    LayerCurve curve = curve(List.of(single("a", 0.7), single("b", 0.7), single("c", 0.7)));
    assertThat(curve.bestEarly()).map(CutScore::name).contains("a");
    assertThat(curve.best().name()).isEqualTo("a");
  }

  @Test
  void oneCutHasNothingBeforeIt() {
    LayerCurve curve = curve(List.of(single("only", 0.7)));
    assertThat(curve.bestEarly()).isEmpty();
    assertThat(curve.best()).isEqualTo(curve.last());
  }

  @Test
  void differenceIsTakenFoldByFold() {
    LayerCurve curve = curve(List.of(single("a", 0.5), single("b", 0.7)));
    ResampledDifference gain = curve.difference(curve.last(), curve.bestEarly().orElseThrow());
    assertThat(gain.mean()).isCloseTo(0.2, within(1e-12));
    // The folds differ, their differences don't.
    assertThat(gain.standardError()).isCloseTo(0, within(1e-12));
    assertThat(curve.last().standardError()).isGreaterThan(0.1);
  }

  @Test
  void namesTellThePoolingThatIsNotAverage() {
    assertThat(single("a", 0.5).name()).isEqualTo("a");
    assertThat(JOINED.name()).isEqualTo("b + c (grid)");
  }
}
