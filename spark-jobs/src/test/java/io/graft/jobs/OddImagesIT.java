package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Odd, broken and hostile images among photographs, through a real network. */
@ExtendWith(SparkExtension.class)
class OddImagesIT {

  private static final int PHOTOGRAPHS = 60;

  @TempDir private Path folder;

  @Test
  void oddImagesAreAllAccountedForAndHarmNoOthers() throws IOException {
    Path odd = shared("odd-images");
    long oddFiles = SampleTransfer.countFiles(odd);
    Path images = Files.createDirectory(folder.resolve("images"));
    photographs(Files.createDirectory(images.resolve("photographs")));
    Graft.Run alone = extract(images, folder.resolve("alone"));
    assertThat(alone.out()).contains("60 listed = 60 extracted + 0 quarantined");

    Files.createSymbolicLink(images.resolve("odd images"), odd.toAbsolutePath());
    Path out = folder.resolve("among");
    extract(images, out);
    List<Row> extracted = SampleTransfer.read(out.resolve("features"));
    List<Row> quarantined = SampleTransfer.read(out.resolve("quarantine"));
    assertThat(extracted.size() + quarantined.size()).isEqualTo((int) (PHOTOGRAPHS + oddFiles));
    assertThat(quarantined)
        .allSatisfy(row -> assertThat(row.<String>getAs("message")).isNotBlank());
    System.out.printf(
        "odd images: %d files, %d decoded, quarantined %s%n",
        oddFiles,
        extracted.size() - PHOTOGRAPHS,
        quarantined.stream()
            .collect(
                Collectors.groupingBy(row -> row.<String>getAs("reason"), Collectors.counting())));
    Map<String, Object> among = features(extracted);
    Map<String, Object> undisturbed =
        features(SampleTransfer.read(folder.resolve("alone").resolve("features")));
    assertThat(undisturbed).hasSize(PHOTOGRAPHS);
    assertThat(among).containsAllEntriesOf(undisturbed);
  }

  private static Map<String, Object> features(List<Row> rows) {
    Map<String, Object> byUri = new HashMap<>();
    for (Row row : rows) {
      byUri.put(row.getAs("uri"), row.getAs("features_global_average_pooling2d_1"));
    }
    return byUri;
  }

  private static Graft.Run extract(Path images, Path out) {
    Graft.Run run =
        Graft.run(
            "extract-features",
            "--images",
            images,
            "--base-model",
            shared("weights/mobilenet_v1_0.25_224.h5"),
            "--cut",
            "global_average_pooling2d_1",
            "--out",
            out);
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  private static void photographs(Path target) throws IOException {
    try (var files = Files.list(shared("images/cats_dogs/train/cat"))) {
      for (Path file : files.sorted().limit(PHOTOGRAPHS).toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  private static Path shared(String relative) {
    Path path = Path.of(System.getProperty("graft.shared", "../../shared/data"), relative);
    assumeTrue(Files.exists(path), () -> "skipped: " + path + " is absent; set -Dgraft.shared");
    return path;
  }
}
