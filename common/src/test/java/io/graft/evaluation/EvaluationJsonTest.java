package io.graft.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.dataset.LabelIndex;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationJsonTest {

  private final ObjectMapper mapper = new ObjectMapper();

  private static Evaluation evaluation() {
    EvaluationSums sums = new EvaluationSums(2);
    sums.add(0, new float[] {0.75f, 0.25f});
    sums.add(1, new float[] {0.6f, 0.4f});
    return sums.toEvaluation(LabelIndex.of(List.of("<b>", "größe")), 1);
  }

  @Test
  void propertyNamesAreTheContract() {
    JsonNode json = mapper.valueToTree(evaluation());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "accuracy",
            "accuracyInterval",
            "top5Accuracy",
            "macroF1",
            "baselineAccuracy",
            "calibrationError",
            "perClass",
            "confusionMatrix",
            "labels",
            "images",
            "quarantined");
    assertThat(json.get("accuracyInterval").fieldNames())
        .toIterable()
        .containsExactly("low", "high");
    assertThat(json.get("perClass").get(0).fieldNames())
        .toIterable()
        .containsExactly("label", "images", "precision", "recall", "f1");
    assertThat(json.get("confusionMatrix")).hasToString("[[1,0],[1,0]]");
  }

  @Test
  void readsBackAsItWas() throws Exception {
    Evaluation evaluation = evaluation();
    String json = mapper.writeValueAsString(evaluation);
    assertThat(mapper.readValue(json, Evaluation.class)).isEqualTo(evaluation);
  }
}
