package io.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ReportTableTest {

  private static final long MEBIBYTE = 1 << 20;

  @Test
  void aRowHasEveryFigureSideBySide() {
    Cell cell = cell(List.of(round(190, 250), round(200, 250), round(150, 250)), dl4j(20.0));

    assertThat(table(cell))
        .contains(
            "| MobileNet 1.0 | 3,840 | 190 (150-200) | 195 | 120 (120-120) | 900 | 250 (250-250) | 300 | 1,000 (1,000-1,000) | 200 | 180 | yes, 105.6 % (83.3-111.1) | 20.0 | 2,048 | 9.8 |");
  }

  @Test
  void aMissedFloorIsSaid() {
    Cell cell = cell(List.of(round(90, 250)), dl4j(20.0));

    assertThat(table(cell)).contains("| 180 | no, 50.0 % |");
  }

  @Test
  void eachRoundHasItsOwnFloor() {
    Cell cell = cell(List.of(round(90, 250), round(45, 111.11)), dl4j(20.0));

    assertThat(table(cell)).contains("| 135 | no, 50.0 % (50.0-50.0) |");
  }

  @Test
  void dl4jThatWasNotMeasuredIsADash() {
    Cell cell = cell(List.of(round(90, 250)), Optional.empty());

    assertThat(table(cell)).contains("| no, 50.0 % | - | - | - |");
  }

  @Test
  void theMachineIsNamedAndOnlySetsThatWereMeasuredStandThere() {
    assertThat(table(cell(List.of(round(90, 250)), Optional.empty())))
        .startsWith(
            "Graft 9.9 on 2026-02-03: Some Processor, 2 of 4 cores, 16.0 GiB, Some JVM 17, Linux 6. Medians (lowest-highest): 3 of Graft")
        .contains("Photographs (JPEG photographs")
        .doesNotContain("Small");
  }

  private static Round round(double extraction, double forward) {
    return new Round(
        new Measurement(List.of(extraction), 900 * MEBIBYTE),
        new Measurement(List.of(120.0), 900 * MEBIBYTE),
        new Measurement(List.of(forward), 300 * MEBIBYTE),
        new Measurement(List.of(1000.0), 200 * MEBIBYTE));
  }

  private static Cell cell(List<Round> rounds, Optional<Measurement> dl4j) {
    return new Cell(
        Network.MOBILENET, ImageSet.PHOTOGRAPHS, 3840, rounds, OptionalDouble.of(195), dl4j);
  }

  private static Optional<Measurement> dl4j(double rate) {
    return Optional.of(new Measurement(List.of(rate), 2048 * MEBIBYTE));
  }

  private static String table(Cell cell) {
    Settings settings =
        new Settings(
            List.of(Network.MOBILENET),
            List.of(ImageSet.PHOTOGRAPHS),
            Settings.Dl4j.MEASURED,
            OptionalInt.empty(),
            20,
            3,
            2,
            "1g",
            "10g");
    Machine machine = new Machine("Some Processor", 4, 16L << 30, "Some JVM 17", "Linux 6");
    return new ReportTable(List.of(cell), settings, machine, LocalDate.of(2026, 2, 3), "9.9")
        .markdown();
  }
}
