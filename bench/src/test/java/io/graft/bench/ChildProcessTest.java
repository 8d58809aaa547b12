package io.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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

  private ChildProcess shell(String script) {
    return new ChildProcess(List.of("bash", "-c", script), folder.resolve("log"));
  }
}
