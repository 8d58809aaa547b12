package io.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

  @TempDir private Path folder;

  @Test
  void timeAndPeakMemoryAreThoseOfTheProcess() throws Exception {
    ChildProcess.Run run = shell("x=$(yes | head -c 30000000); sleep 0.5").run();

    assertThat(run.seconds()).isBetween(0.5, 10.0);
    assertThat(run.peakBytes()).isBetween(30_000_000L, 300_000_000L);
  }

  @Test
  void aFailureTellsTheEndOfTheOutput() {
    assertThatThrownBy(() -> shell("echo out of luck; exit 7").run())
        .isInstanceOf(ChildFailedException.class)
        .hasMessage("log ended with exit code 7:\n  out of luck");
  }

  @Test
  void whileOthersHaveTheirTurnTheProcessRests() throws Exception {
    String counting = "for i in $(seq 15); do echo $i; sleep 0.1; done";
    List<Long> lines = new ArrayList<>();
    ChildProcess.Run run =
        shell(counting)
            .run(
                0.3,
                () -> {
                  lines.add(linesInLog());
                  Thread.sleep(600);
                  lines.add(linesInLog());
                });

    assertThat(linesInLog()).isEqualTo(15);
    assertThat(run.stops()).hasSizeBetween(2, 6);
    for (int stop = 0; stop < run.stops().size(); stop++) {
      assertThat(lines.get(2 * stop)).isEqualTo(lines.get(2 * stop + 1));
    }
    // Of 1.5 seconds, and the starts of fifteen processes.
    assertThat(run.seconds()).isBetween(1.0, 5.0);
  }

  @Test
  void aFailingTurnEndsTheProcess() {
    assertThatThrownBy(
            () ->
                shell("sleep 60")
                    .run(
                        0,
                        () -> {
                          throw new IllegalStateException("no turn");
                        }))
        .hasMessage("no turn");
    assertThat(ProcessHandle.current().children())
        .noneMatch(child -> child.info().commandLine().orElse("").contains("sleep 60"));
  }

  private long linesInLog() throws IOException {
    return Files.readAllLines(folder.resolve("log")).size();
  }

  private ChildProcess shell(String script) {
    return new ChildProcess(List.of("bash", "-c", script), folder.resolve("log"));
  }
}
