package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * An extraction killed with its first wave committed, then within a later one, which is KillIT in
 * small; and one that loses rows on its way, as with an executor.
 */
@ExtendWith(SparkExtension.class)
class ResumeIT {

  private static final int IMAGES = 600;
  private static final int WAVE = 100;

  @TempDir private Path folder;

  @Test
  void aKilledExtractionGoesOnWhereItWas() throws Exception {
    GeneratedImages.write(folder.resolve("images"), IMAGES, 7);
    Path undisturbed = folder.resolve("undisturbed");
    Graft.Run run = Graft.run(arguments(undisturbed));
    assertThat(run.code()).as(run.err()).isZero();
    StoredSet expected = StoredSet.read(undisturbed.toString());
    assertThat(expected.size()).isEqualTo(IMAGES);

    Path out = folder.resolve("killed");
    StoredSet first = killedWhen(out, out.resolve("features/_SUCCESS"));
    assertThat(first.size()).isBetween(1, IMAGES - 1);
    Files.delete(out.resolve("features/_SUCCESS"));
    StoredSet second = killedWhen(out, out.resolve("features/_temporary"));
    second.requireKept(first);
    expected.requireKept(second);
    try (GraftProcess last = start(out)) {
      last.requireSuccess();
      assertThat(last.progress()[1]).isEqualTo(IMAGES - second.size());
    }

    StoredSet.read(out.toString()).requireSame(expected);
    JsonNode info = StoredSet.info(out.toString());
    JsonNode counts = info.get("counts");
    assertThat(info.get("complete").asBoolean()).isTrue();
    assertThat(counts.get("unchanged").asInt()).isEqualTo(second.features().size());
    assertThat(info.get("dataSetHash"))
        .isEqualTo(StoredSet.info(undisturbed.toString()).get("dataSetHash"));
    assertThat(out.resolve("_work")).doesNotExist();
  }

  @Test
  void imagesWhoseRowsAreLostAreExtractedAgain() throws Exception {
    GeneratedImages.write(folder.resolve("images"), IMAGES, 7);
    Path out = folder.resolve("losing");
    CompletableFuture<Void> loss =
        CompletableFuture.runAsync(() -> loseFirstWave(out.resolve("features")));
    Graft.Run run = Graft.run(arguments(out));
    assertThat(run.code()).as(run.err()).isZero();
    loss.join();
    assertThat(run.err()).containsPattern("extract: \\d+ files have no row, or several");
    assertThat(run.out()).containsPattern(IMAGES + " listed = \\d+ extracted \\+ \\d+ quarantined");
    assertThat(StoredSet.read(out.toString()).size()).isEqualTo(IMAGES);
  }

  private static void loseFirstWave(Path features) {
    try {
      while (!Files.exists(features.resolve("_SUCCESS"))) {
        Thread.sleep(2);
      }
      try (var files = Files.newDirectoryStream(features, "*.parquet")) {
        for (Path file : files) {
          Files.delete(file);
        }
      }
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private StoredSet killedWhen(Path out, Path appears) throws Exception {
    try (GraftProcess process = start(out)) {
      assertThat(process.await(() -> Files.exists(appears))).as(process.errors()).isTrue();
      assertThat(process.kill()).as(process.errors()).isTrue();
    }
    assertThat(StoredSet.info(out.toString()).get("complete").asBoolean()).isFalse();
    return StoredSet.read(out.toString());
  }

  private GraftProcess start(Path out) throws Exception {
    return GraftProcess.local(folder.resolve("logs"), Map.of(), arguments(out));
  }

  private Object[] arguments(Path out) {
    return new Object[] {
      "extract-features",
      "--images",
      folder.resolve("images"),
      "--base-model",
      Graft.baseModel(),
      "--set",
      "wave-images=" + WAVE,
      "--out",
      out
    };
  }
}
