package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.json.Json;
import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MobileNet 0.25, cut at its global pooling, on real photographs, textures and scans. */
@ExtendWith(SparkExtension.class)
class RealTransferIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"hymenoptera,0.88", "brain_mri,0.82"})
  void reachesTheAccuracyOfAnIndependentRun(String set, double least) throws IOException {
    transfer(set, least);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"cats_dogs,0.90", "dtd10_textures,0.75"})
  void reachesItOnFurtherSets(String set, double least) throws IOException {
    transfer(set, least);
  }

  private void transfer(String set, double least) throws IOException {
    Path out = folder.resolve(set);
    Graft.Run run =
        Graft.run(
            "transfer",
            "--images",
            shared("images/" + set),
            "--base-model",
            shared("weights/mobilenet_v1_0.25_224.h5"),
            "--cut",
            "global_average_pooling2d_1",
            "--out",
            out);
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode evaluation = Json.tree(Files.readString(out.resolve("evaluation/evaluation.json")));
    System.out.printf("%s: accuracy %s%n", set, evaluation.get("accuracy"));
    assertThat(evaluation.get("accuracy").asDouble()).isGreaterThanOrEqualTo(least);
  }

  private static Path shared(String relative) {
    Path path = Path.of(System.getProperty("graft.shared", "../../shared/data"), relative);
    assumeTrue(Files.exists(path), () -> "skipped: " + path + " is absent; set -Dgraft.shared");
    return path;
  }
}
