package io.graft.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The {@code plan.json} of a plan. */
record PlanFile(JsonNode json) {

  /** Layers with the poolings of each, as the command line takes them, and their score. */
  record Entry(List<String> layers, List<String> poolings, double accuracy, double standardError) {

    /** The layers, joined by plus signs, and what is not average pooling. */
    String name() {
      return Stream.iterate(0, i -> i < layers.size(), i -> i + 1)
          .map(
              i ->
                  poolings.get(i).equals("average")
                      ? layers.get(i)
                      : "%s (%s)".formatted(layers.get(i), poolings.get(i)))
          .collect(Collectors.joining(" + "));
    }

    private boolean isSameCut(Entry other) {
      return layers.equals(other.layers) && poolings.equals(other.poolings);
    }
  }

  static PlanFile in(Path folder) throws IOException {
    return new PlanFile(Json.tree(Files.readString(folder.resolve("plan.json"))));
  }

  int transferCase() {
    return json.at("/decision/transferCase").asInt();
  }

  /** Single cuts with average pooling, from early to late. */
  List<Entry> curve() {
    return entries("/evidence/layers/curve");
  }

  /** What was chosen, with its score. */
  Entry choice() {
    Entry chosen = entry(json.at("/decision"));
    return Stream.concat(curve().stream(), entries("/evidence/layers/others").stream())
        .filter(chosen::isSameCut)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(chosen.name() + " is not among the scores"));
  }

  private List<Entry> entries(String path) {
    return StreamSupport.stream(json.at(path).spliterator(), false).map(PlanFile::entry).toList();
  }

  private static Entry entry(JsonNode node) {
    return new Entry(
        node.path("cuts").findValuesAsText("layer"),
        node.path("cuts").findValuesAsText("pooling"),
        node.path("accuracy").asDouble(),
        node.path("standardError").asDouble());
  }
}
