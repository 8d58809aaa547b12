package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {

  private final Storage storage = new Storage(new Configuration());
  @TempDir private Path folder;

  @Test
  void aTextThatIsReplacedIsNeverGone() throws Exception {
    org.apache.hadoop.fs.Path file = file();
    storage.writeText(file, "the first");
    AtomicBoolean over = new AtomicBoolean();
    var reader = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> gone = reader.submit(() -> timesGone(over));
      for (int text = 0; text < 1_000; text++) {
        storage.replaceText(file, "the next " + text);
      }
      over.set(true);
      assertThat(gone.get()).isZero();
    } finally {
      over.set(true);
      reader.shutdownNow();
    }
    assertThat(folder.resolve("text")).hasContent("the next 999");
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  private int timesGone(AtomicBoolean over) {
    int gone = 0;
    while (!over.get()) {
      gone += Files.exists(folder.resolve("text")) ? 0 : 1;
    }
    return gone;
  }

  @Test
  void aReplacingThatWasKilledIsCompleted() throws Exception {
    Files.writeString(folder.resolve(".text.new"), "the new");
    storage.completeReplacing(file());
    assertThat(folder.resolve("text")).hasContent("the new");
    Files.writeString(folder.resolve(".text.new"), "the new, ha");
    storage.completeReplacing(file());
    assertThat(folder.resolve("text")).hasContent("the new");
  }

  private org.apache.hadoop.fs.Path file() {
    return new org.apache.hadoop.fs.Path(folder.resolve("text").toUri());
  }
}
