package io.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.json.Json;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PlanTableTest {

  private static final TriedCut EARLY = new TriedCut("early", 0.82, 0.04, correct(80));
  private static final TriedCut LATE = new TriedCut("late", 0.9, 0.03, correct(90));

  @Test
  void aChoiceStandsBesideTheBestAndTheLastCut() {
    assertThat(table(cell(LATE)))
        .contains(
            "| MobileNet 0.25 | bees | 1 | late | 0.900 ± 0.030 | 0.900 ± 0.030 | late | 0.900 ± 0.030 | yes | 0.900 ± 0.030 | yes |");
  }

  @Test
  void aChoiceBeyondOneStandardErrorIsSaid() {
    assertThat(table(cell(EARLY))).contains("| late | 0.900 ± 0.030 | no | 0.900 ± 0.030 | no |");
  }

  @Test
  void aChoiceWithinOneStandardErrorIsNearTheBestButNotAsGoodAsTheLast() {
    assertThat(table(cell(new TriedCut("a + b", 0.9, 0.03, correct(87)))))
        .contains("| a + b | 0.900 ± 0.030 | 0.870 ± 0.034 | late |")
        .contains("| yes | 0.900 ± 0.030 | no |");
  }

  @Test
  void everyCutOfTheCurveHasItsRow() {
    assertThat(table(cell(LATE)))
        .contains("| MobileNet 0.25 | bees | early | 0.820 ± 0.040 | 0.800 ± 0.040 |")
        .contains("| MobileNet 0.25 | bees | late | 0.900 ± 0.030 | 0.900 ± 0.030 |");
  }

  @Test
  void passesAreTheSecondsOfTheMedianRate() {
    assertThat(table(cell(LATE)))
        .contains("| MobileNet 0.25 | bees | 1,000 | 2 | 5.0 (4.0-10.0) | 4.0 | 1.25 |");
  }

  @Test
  void theChoiceOfAPlanIsReadWithItsScore() {
    PlanFile plan =
        new PlanFile(
            Json.tree(
                """
                {"decision": {"transferCase": 2, "cuts": [
                   {"layer": "a", "pooling": "average"}, {"layer": "b", "pooling": "average-maximum"}]},
                 "evidence": {"layers": {
                   "curve": [{"cuts": [{"layer": "a", "pooling": "average"}],
                     "accuracy": 0.5, "standardError": 0.1}],
                   "others": [{"cuts": [
                     {"layer": "a", "pooling": "average"}, {"layer": "b", "pooling": "average-maximum"}],
                     "accuracy": 0.75, "standardError": 0.05}]}}}
                """));

    assertThat(plan.transferCase()).isEqualTo(2);
    assertThat(plan.curve()).extracting(PlanFile.Entry::name).containsExactly("a");
    assertThat(plan.choice().name()).isEqualTo("a + b (average-maximum)");
    assertThat(plan.choice().accuracy()).isEqualTo(0.75);
    assertThat(plan.choice().standardError()).isEqualTo(0.05);
  }

  private static TestAccuracy correct(int images) {
    return new TestAccuracy(images, 100);
  }

  private static PlanCell cell(TriedCut choice) {
    Passes passes =
        new Passes(
            1000,
            new Measurement(List.of(100.0, 200.0, 250.0), 0),
            new Measurement(List.of(250.0), 0));
    return new PlanCell(Network.MOBILENET_QUARTER, "bees", 1, List.of(EARLY, LATE), choice, passes);
  }

  private static String table(PlanCell cell) {
    PlanSettings settings =
        new PlanSettings(
            List.of(Network.MOBILENET_QUARTER), List.of("bees"), OptionalInt.empty(), 3, 2, "1g");
    Machine machine = new Machine("Some Processor", 4, 16L << 30, "Some JVM 17", "Linux 6");
    return new PlanTable(List.of(cell), settings, machine, LocalDate.of(2026, 2, 3), "9.9")
        .markdown();
  }
}
