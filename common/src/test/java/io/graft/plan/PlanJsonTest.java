package io.graft.plan;

import static io.graft.plan.PlansForTests.CONFIG;
import static io.graft.plan.PlansForTests.confidence;
import static io.graft.plan.PlansForTests.curve;
import static io.graft.plan.PlansForTests.cut;
import static io.graft.plan.PlansForTests.distance;
import static io.graft.plan.PlansForTests.images;
import static io.graft.plan.PlansForTests.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.error.UserException;
import io.graft.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanJsonTest {

  private static final CutScore SCORED =
      new CutScore(
          List.of(cut("conv")), 64, 0.5, 0.1, List.of(0.4, 0.6, 0.4, 0.6), 0.5, 0.01, -1.25, 3.5);

  @Test
  void wholePlanIsReadAsItWasWritten() {
    LayerCurve layers = curve(List.of(SCORED, single("dense", 0.7)), single("joined", 0.6));
    Plan plan = plan(layers, confidence(0.4), confidence(0.8), distance(1.5));
    assertThat(plan.decision()).isNotEqualTo(plan.suggestion());
    assertThat(read(Json.write(plan))).isEqualTo(plan);
  }

  @Test
  void whatIsNotKnownIsNull() {
    Plan plan = plan(curve(List.of(single("dense", 0.7))), null, null, null);
    String json = Json.write(plan);
    assertThat(json)
        .contains("\"confidence\" : null", "\"sourceConfidence\" : null", "\"distance\" : null")
        .contains("\"logMe\" : null", "\"hScore\" : null");
    assertThat(read(json)).isEqualTo(plan);
  }

  @Test
  void distanceThatMeasuresNothingIsKept() {
    Plan plan = plan(curve(List.of(SCORED)), null, null, distance(Double.NaN));
    assertThat(read(Json.write(plan))).isEqualTo(plan);
  }

  /** Programs read it: names don't change without notice. */
  @Test
  void fieldsAreTheDocumentedOnes() {
    String json = Json.write(plan(curve(List.of(SCORED)), confidence(0.4), null, distance(1)));
    assertThat(json)
        .containsSubsequence(
            "\"images\" :", "\"baseModel\" :", "\"baseModelSha256\" :", "\"seed\" : 42")
        .containsSubsequence(
            "\"decision\" : {",
            "\"transferCase\" : 2",
            "\"cuts\" : [ {",
            "\"layer\" : \"mine\"",
            "\"pooling\" : \"average\"",
            "\"findings\" : [ {",
            "\"rule\" : \"size-small\"")
        .containsSubsequence(
            "\"suggestion\" : {",
            "\"evidence\" : {",
            "\"imagesPerClass\" : {",
            "\"basis\" : \"SAMPLE\"",
            "\"accuracyByFold\" : [ 0.4, 0.6, 0.4, 0.6 ]",
            "\"meanTop1\" : 0.4",
            "\"relative\" : 1.0",
            "\"frozenSeconds\" : 5.0");
  }

  @Test
  void otherNullsAndGapsAreDamage() {
    String json = Json.write(plan(curve(List.of(SCORED)), null, null, null));
    assertDamaged(json.replace("\"images\" : \"pictures\"", "\"images\" : null"));
    assertDamaged(json.replace("\"seed\" : 42,", "\"seed\" : null,"));
    assertDamaged(json.replace("\"distance\" : null,", ""));
  }

  private static void assertDamaged(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("plan.json is damaged: ");
  }

  private static Plan read(String json) {
    return Json.read("plan.json", json, Plan.class);
  }

  private static Plan plan(
      LayerCurve layers,
      ClassifierConfidence confidence,
      ClassifierConfidence sourceConfidence,
      SourceDistance distance) {
    Evidence evidence =
        new Evidence(
            images(50),
            layers,
            confidence,
            sourceConfidence,
            distance,
            CostEvidence.of(50, 10, CONFIG));
    Wishes wishes = new Wishes(Optional.of(TransferCase.SMALL_DIFFERENT), List.of(cut("mine")));
    return PlansForTests.plan(evidence, wishes, "pictures");
  }
}
