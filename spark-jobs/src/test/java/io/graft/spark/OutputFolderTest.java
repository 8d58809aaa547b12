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
