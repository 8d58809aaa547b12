package io.graft.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The {@code _graft.json} of an extracted feature set.
 *
 * @param written when the last feature was
 */
record FeatureSetFile(JsonNode json, Instant written) {

  static FeatureSetFile in(Path featureSet) throws IOException {
    return new FeatureSetFile(
        Json.tree(Files.readString(featureSet.resolve("_graft.json"))),
        Files.getLastModifiedTime(featureSet.resolve("features/_SUCCESS")).toInstant());
  }

  long extracted() {
    return json.path("counts").path("extracted").asLong();
  }

  /**
   * Seconds from the first image read to the last feature written: the stages {@code extract} and,
   * where it stands apart, {@code write}.
   */
  double extractionSeconds() {
    JsonNode stages = json.path("secondsByStage");
    if (!stages.has("extract")) {
      throw new IllegalStateException("No stage 'extract' among those of _graft.json: " + stages);
    }
    return Stream.of("extract", "write").mapToDouble(stage -> stages.path(stage).asDouble()).sum();
  }

  /** The same without the time in which the process was stopped. */
  double extractionSeconds(List<Stop> stops) {
    double seconds = extractionSeconds();
    Instant start = written.minusNanos(Math.round(seconds * 1e9));
    return seconds - stops.stream().mapToDouble(stop -> stop.secondsWithin(start, written)).sum();
  }

  /** All stages, for the log: {@code load 1.2 s, extract 20.1 s}. */
  String stages() {
    List<String> texts = new ArrayList<>();
    json.path("secondsByStage")
        .fields()
        .forEachRemaining(
            stage -> texts.add("%s %.1f s".formatted(stage.getKey(), stage.getValue().asDouble())));
    return String.join(", ", texts);
  }
}
