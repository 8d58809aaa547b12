package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.config.OutputMode;
import io.graft.error.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {

  @TempDir private Path folder;

  private final Storage storage = new Storage(new Configuration());
  private Path out;

  @BeforeEach
  void nameOutput() {
    out = folder.resolve("out");
  }

  @Test
  void appearsWhenTheWorkIsDone() throws IOException {
    write(OutputMode.CREATE, "new", () -> assertThat(out).doesNotExist());
    assertThat(out.resolve("file")).hasContent("new");
    assertThat(list()).containsExactly(out);
  }

  @Test
  void existingOutputStaysWithoutOverwrite() {
    write(OutputMode.CREATE, "old", () -> {});
    assertThatThrownBy(() -> write(OutputMode.CREATE, "new", () -> {}))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("exists already");
    assertThat(out.resolve("file")).hasContent("old");
  }

  @Test
  void overwriteReplacesWhenTheNewOneIsComplete() throws IOException {
    write(OutputMode.CREATE, "old", () -> {});
    write(OutputMode.OVERWRITE, "new", () -> assertThat(out.resolve("file")).hasContent("old"));
    assertThat(out.resolve("file")).hasContent("new");
    assertThat(list()).containsExactly(out);
  }

  @Test
  void failedWorkLeavesWhatWasThere() throws IOException {
    write(OutputMode.CREATE, "old", () -> {});
    assertThatThrownBy(
            () ->
                write(
                    OutputMode.OVERWRITE,
                    "half",
                    () -> {
                      throw new IllegalStateException("broken off");
                    }))
        .hasMessage("broken off");
    assertThat(out.resolve("file")).hasContent("old");
    assertThat(list()).containsExactly(out);
  }

  @Test
  void failedWorkWithCheckpointsIsGoneOnWith() throws IOException {
    assertThatThrownBy(() -> writeCheckpoint(OutputMode.CREATE, "killed")).hasMessage("killed");
    Path kept = folder.resolve(".out.incomplete");
    assertThat(kept.resolve("checkpoints/first")).hasContent("killed");
    assertThat(out).doesNotExist();
    write(
        OutputMode.CREATE,
        "new",
        () -> assertThat(kept.resolve("checkpoints/first")).hasContent("killed"));
    assertThat(out.resolve("checkpoints/first")).hasContent("killed");
    assertThat(list()).containsExactly(out);
  }

  @Test
  void overwriteBeginsAnewWhereThereAreCheckpoints() {
    assertThatThrownBy(() -> writeCheckpoint(OutputMode.CREATE, "killed")).hasMessage("killed");
    write(OutputMode.OVERWRITE, "new", () -> {});
    assertThat(out.resolve("checkpoints")).doesNotExist();
  }

  @Test
  void aFolderWithCheckpointsIsResumedUntilItIsComplete() {
    assertThat(resume(OutputMode.CREATE)).isEqualTo(out);
    storage.writeText(inside("checkpoints/first"), "kept");
    assertThat(resume(OutputMode.CREATE).resolve("checkpoints/first")).hasContent("kept");
    storage.writeText(inside("last"), "complete");
    assertThatThrownBy(() -> resume(OutputMode.CREATE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("exists already");
    assertThat(resume(OutputMode.OVERWRITE).resolve("checkpoints")).isEmptyDirectory();
  }

  @Test
  void aFolderOfOtherThingsIsNotResumed() {
    storage.writeText(inside("thesis.txt"), "mine");
    for (OutputMode mode : OutputMode.values()) {
      assertThatThrownBy(() -> resume(mode))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("Choose another --out");
    }
    assertThat(out.resolve("thesis.txt")).hasContent("mine");
  }

  private Path resume(OutputMode mode) {
    return Path.of(OutputFolder.resume(storage, out.toString(), mode, "last").toUri());
  }

  private org.apache.hadoop.fs.Path inside(String name) {
    return new org.apache.hadoop.fs.Path(out.toString(), name);
  }

  private void writeCheckpoint(OutputMode mode, String content) {
    OutputFolder.write(
        storage,
        out.toString(),
        mode,
        temporary -> {
          storage.writeText(new org.apache.hadoop.fs.Path(temporary, "checkpoints/first"), content);
          throw new IllegalStateException(content);
        });
  }

  private void write(OutputMode mode, String content, Runnable meanwhile) {
    OutputFolder.write(
        storage,
        out.toString(),
        mode,
        temporary -> {
          storage.writeText(new org.apache.hadoop.fs.Path(temporary, "bundle.json"), "{}");
          storage.writeText(new org.apache.hadoop.fs.Path(temporary, "file"), content);
          meanwhile.run();
          return null;
        });
  }

  private java.util.List<Path> list() throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }
}
