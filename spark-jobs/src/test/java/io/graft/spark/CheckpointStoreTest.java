package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.error.UserException;
import io.graft.training.NetworkState;
import io.graft.training.TrainingHistory;
import io.graft.training.ValidationScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {

  private static final Map<String, String> FINGERPRINT = Map.of("seed", "42", "workers", "2");

  @TempDir private Path folder;

  private Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  private CheckpointStore store() {
    return new CheckpointStore(
        new Storage(new Configuration()),
        new org.apache.hadoop.fs.Path(checkpoints().toString()),
        2);
  }

  @Test
  void withoutAnyThereIsNone() {
    assertThat(store().latest(FINGERPRINT)).isEmpty();
    assertThat(store().fingerprint()).isEmpty();
  }

  @Test
  void everyBitComesBack() {
    // More than a file buffer's floats, and not a multiple of them.
    Checkpoint written = checkpoint(3, 17, 600_001);
    store().write(written, FINGERPRINT);
    Checkpoint read = store().latest(FINGERPRINT).orElseThrow();
    assertThat(read.epoch()).isEqualTo(3);
    assertThat(read.round()).isEqualTo(17);
    assertThat(read.state().parameters()).isEqualTo(written.state().parameters());
    assertThat(read.state().updater()).isEqualTo(written.state().updater());
    assertThat(read.bestParameters()).isEqualTo(written.bestParameters());
    assertThat(read.history()).isEqualTo(written.history());
    assertThat(store().fingerprint()).contains(FINGERPRINT);
  }

  @Test
  void keepsTheLastAndKnowsTheirOrder() throws IOException {
    for (int round : new int[] {0, 5, 10}) {
      store().write(checkpoint(9, round, 10), FINGERPRINT);
    }
    store().write(checkpoint(10, 0, 10), FINGERPRINT);
    assertThat(store().latest(FINGERPRINT).orElseThrow().epoch()).isEqualTo(10);
    try (var files = Files.list(checkpoints())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("epoch-00009-round-0000010", "epoch-00010-round-0000000");
    }
  }

  @Test
  void oneWithoutItsLastFileIsNone() throws IOException {
    store().write(checkpoint(1, 0, 10), FINGERPRINT);
    store().write(checkpoint(2, 0, 10), FINGERPRINT);
    Files.delete(checkpoints().resolve("epoch-00002-round-0000000/checkpoint.json"));
    Files.createDirectories(checkpoints().resolve(".epoch-00003-round-0000000.incomplete"));
    assertThat(store().latest(FINGERPRINT).orElseThrow().epoch()).isEqualTo(1);
    store().write(checkpoint(2, 0, 10), FINGERPRINT);
    assertThat(store().latest(FINGERPRINT).orElseThrow().epoch()).isEqualTo(2);
  }

  @Test
  void anotherTrainingIsRefusedByTheFirstDifference() {
    store().write(checkpoint(1, 0, 10), FINGERPRINT);
    assertThatThrownBy(() -> store().latest(Map.of("seed", "43")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("a training with another seed (42; asked for: 43)")
        .hasMessageContaining("--overwrite");
  }

  @Test
  void aCutOffFileIsNamed() throws IOException {
    store().write(checkpoint(1, 0, 10), FINGERPRINT);
    Path file = checkpoints().resolve("epoch-00001-round-0000000/parameters");
    Files.write(file, new byte[36]);
    assertThatThrownBy(() -> store().latest(FINGERPRINT))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("parameters is damaged: it should hold 10 numbers");
    Files.write(file, new byte[44]);
    assertThatThrownBy(() -> store().latest(FINGERPRINT))
        .hasMessageContaining("it goes on behind them");
  }

  private static Checkpoint checkpoint(int epoch, int round, int parameters) {
    float[] values = new float[parameters];
    float[] best = new float[parameters];
    for (int i = 0; i < parameters; i++) {
      values[i] = (float) Math.sin(i);
      best[i] = -values[i];
    }
    return new Checkpoint(
        epoch,
        round,
        new NetworkState(values, new float[] {1, Float.MIN_VALUE, -0f}),
        best,
        TrainingHistory.beginning(new ValidationScore(0.5, 1.25, 0.25, 40))
            .with(new TrainingHistory.Round(1, 1, 64, 0.1 + 0.2, 0.5)));
  }
}
