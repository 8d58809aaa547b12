package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are lost while the extraction goes on, as with an executor. */
@ExtendWith(SparkExtension.class)
class LostRowsTest {

  private static final int IMAGES = 200;

  @TempDir private Path folder;

  @Test
  void theirImagesAreExtractedAgain() throws Exception {
    GeneratedImages.write(folder.resolve("images"), IMAGES, 7);
    Path features = folder.resolve("out/features");
    CompletableFuture<Void> loss = CompletableFuture.runAsync(() -> loseFirstWave(features));
    Graft.Run run =
        Graft.run(
            "extract-features",
            "--images",
            folder.resolve("images"),
            "--base-model",
            Graft.baseModel(),
            "--set",
            "wave-images=50",
            "--out",
            folder.resolve("out"));
    assertThat(run.code()).as(run.err()).isZero();
    loss.join();
    assertThat(run.err()).containsPattern("extract: \\d+ files have no row, or several");
    assertThat(run.out()).containsPattern("200 listed = \\d+ extracted \\+ \\d+ quarantined");
    assertThat(StoredSet.read(folder.resolve("out").toString()).size()).isEqualTo(IMAGES);
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
}
