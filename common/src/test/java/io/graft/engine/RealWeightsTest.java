package io.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.SharedData;
import io.graft.TestModels;
import io.graft.TestPredictor;
import io.graft.image.Preprocessing;
import io.graft.image.ResizeRule;
import io.graft.json.Json;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.model.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real weights give what others say they give, through our own decoding and preprocessing. */
class RealWeightsTest {

  @ParameterizedTest
  @CsvSource({"mobilenet_v1_0.25_224.h5, act_softmax", "squeezenet_v1.1_227.h5, loss"})
  void everyImageGetsItsLabel(String weights, String output) throws Exception {
    BaseModel model = TestModels.load(weights);
    List<Cut> cuts = List.of(new Cut(output, Pooling.NONE));
    Map<String, Integer> expected = new LinkedHashMap<>();
    Map<String, Integer> found = new LinkedHashMap<>();
    try (TestPredictor predictor = new TestPredictor(model, cuts, model.preprocessing())) {
      List<String> rows = Files.readAllLines(check("expected_labels.csv"));
      for (String row : rows.subList(1, rows.size())) {
        String[] fields = row.split(",");
        expected.put(fields[0], Integer.parseInt(fields[1]));
        found.put(
            fields[0], TestPredictor.largest(predictor.read(check("images/" + fields[0]))[0]));
      }
    }
    assertThat(expected).hasSize(40);
    assertThat(found).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "mobilenet_v1_0.25_224.h5, act_softmax, global_average_pooling2d_1",
    "squeezenet_v1.1_227.h5, loss, fire9_concat"
  })
  void featuresAndProbabilitiesAreTheReference(String weights, String output, String layer)
      throws Exception {
    BaseModel model = TestModels.load(weights);
    List<Cut> cuts = List.of(new Cut(output, Pooling.NONE), new Cut(layer, Pooling.AVERAGE));
    List<JsonNode> references = references(weights);
    assertThat(references).hasSize(8);
    try (TestPredictor predictor = new TestPredictor(model, cuts, asItIs(model.preprocessing()))) {
      for (JsonNode reference : references) {
        float[][] found = predictor.read(check(reference.get("image").asText()));
        assertThat(TestPredictor.largest(found[0]))
            .isEqualTo(reference.get("expected_index").asInt());
        for (JsonNode top : reference.get("top5")) {
          assertThat((double) found[0][top.get(0).asInt()])
              .isCloseTo(top.get(2).asDouble(), offset(1e-3));
        }
        assertThat(relativeError(found[1], reference.get("features").get(layer)))
            .as(reference.get("image").asText())
            .isLessThan(1e-3);
      }
    }
  }

  private static Path check(String file) {
    return SharedData.path("weights/check/" + file);
  }

  /** The crops have the network's size already. */
  private static Preprocessing asItIs(Preprocessing model) {
    return new Preprocessing(
        model.height(),
        model.width(),
        model.channelOrder(),
        ResizeRule.STRETCH,
        1,
        model.interpolation(),
        model.mean(),
        model.std());
  }

  private static List<JsonNode> references(String weights) throws IOException {
    List<JsonNode> references = new ArrayList<>();
    for (JsonNode reference : Json.tree(Files.readString(check("reference_outputs.json")))) {
      if (reference.get("weights").asText().equals(weights)) {
        references.add(reference);
      }
    }
    return references;
  }

  private static double relativeError(float[] found, JsonNode expected) {
    assertThat(found).hasSize(expected.size());
    double difference = 0;
    double size = 0;
    for (int i = 0; i < found.length; i++) {
      difference += Math.pow(found[i] - expected.get(i).asDouble(), 2);
      size += Math.pow(expected.get(i).asDouble(), 2);
    }
    return Math.sqrt(difference / size);
  }
}
