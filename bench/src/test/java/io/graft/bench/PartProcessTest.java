package io.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartProcessTest {

  @TempDir private Path folder;

  @Test
  void itsRateIsTheMeanOfItsTurns() throws Exception {
    try (PartProcess part = shell("read a; echo 5; while read s; do echo ${s}0; done")) {
      assertThat(part.warmUp(1)).isEqualTo(5);

      part.turn(2.1);
      part.turn(2.3);
      assertThat(part.measured().median()).isEqualTo(2.2);
    }
  }

  @Test
  void aPartThatEndsTellsWhy() throws Exception {
    try (PartProcess part = shell("echo no model >&2; read s; exit 1")) {
      assertThatThrownBy(() -> part.turn(1))
          .isInstanceOf(ChildFailedException.class)
          .hasMessage("log ended before its turn:\n  no model");
    }
  }

  private PartProcess shell(String script) throws Exception {
    return new PartProcess(List.of("bash", "-c", script), folder.resolve("log"));
  }
}
