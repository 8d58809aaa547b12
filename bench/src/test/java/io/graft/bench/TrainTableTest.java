package io.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainTableTest {

  private static final long MEBIBYTE = 1 << 20;

  @Test
  void everyFigureStandsBesideItsFactor() {
    TrainCell cell =
        new TrainCell(
            Network.RESNET,
            new Measurement(List.of(2.0, 1.0, 3.0), 900 * MEBIBYTE),
            new Measurement(List.of(6.0), 5000 * MEBIBYTE),
            new Measurement(List.of(11.0), MEBIBYTE),
            new Measurement(List.of(17.0), MEBIBYTE),
            7700,
            new TrainCell.Averaging(5_000_000, 0.25));
    TrainSettings settings = new TrainSettings(List.of(Network.RESNET), 20, 3, 2, "1g", "10g");
    Machine machine = new Machine("Some Processor", 4, 16L << 30, "Some JVM 17", "Linux 6");

    String markdown =
        new TrainTable(List.of(cell), settings, 500, machine, LocalDate.of(2026, 2, 3), "9.9")
            .markdown();

    assertThat(markdown)
        .startsWith(
            "Graft 9.9 on 2026-02-03: Some Processor, 2 of 4 cores, Some JVM 17. Medians of 3")
        .contains(
            "of 500 GFLOP/s",
            "| ResNet-50 | 2.0 (1.0-3.0) | 900 | 6.0 | 3.0 | 5,000 | 28 % | 11.0 | 5.5 | 17.0 | 8.5 | 0.25 s (5.0 MB) |");
  }
}
