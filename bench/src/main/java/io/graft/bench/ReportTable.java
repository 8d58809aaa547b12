package io.graft.bench;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

/** The figures as Markdown: one table an image set. */
record ReportTable(
    List<Cell> cells, Settings settings, Machine machine, LocalDate date, String version) {

  private static final String HEADER =
      """
      | network | images | Graft: extraction | steady | Graft: whole command | peak MiB | forward only | peak MiB | decode only | peak MiB | floor | reached | stock DL4J | peak MiB | Graft / DL4J |
      |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
      """;

  String markdown() {
    StringBuilder text = new StringBuilder(introduction());
    for (ImageSet set : ImageSet.values()) {
      List<Cell> rows = cells.stream().filter(cell -> cell.set() == set).toList();
      if (!rows.isEmpty()) {
        text.append(
            "\n%s (%s), images/s:\n\n%s".formatted(capital(set.text()), set.title(), HEADER));
        rows.forEach(cell -> text.append(row(cell)));
      }
    }
    return text.toString();
  }

  private String introduction() {
    return """
        Graft %s on %s: %s, %d of %d cores, %.1f GiB, %s, %s. Medians (lowest-highest): %d of Graft, its parts in turns with it; stock DL4J once. \
        Java heap %s each; stock DL4J limited to %s.
        """
        .formatted(
            version,
            date,
            machine.processor(),
            settings.cores(),
            machine.cores(),
            machine.memoryBytes() / (double) (1 << 30),
            machine.java(),
            machine.kernel(),
            settings.repeat(),
            settings.heap(),
            settings.dl4jMemory());
  }

  private static String row(Cell cell) {
    return "| "
        + String.join(
            " | ",
            cell.network().title(),
            "%,d".formatted(cell.images()),
            rates(cell.extraction()),
            steady(cell),
            rates(cell.of(Round::command)),
            peak(cell.extraction()),
            rates(cell.of(Round::forward)),
            peak(cell.of(Round::forward)),
            rates(cell.of(Round::decode)),
            peak(cell.of(Round::decode)),
            rate(cell.floor()),
            reached(cell),
            cell.dl4j().map(ReportTable::rates).orElse("-"),
            cell.dl4j().map(ReportTable::peak).orElse("-"),
            factor(cell))
        + " |\n";
  }

  private static String steady(Cell cell) {
    return cell.steady().isPresent() ? rate(cell.steady().getAsDouble()) : "-";
  }

  private static String reached(Cell cell) {
    Measurement shares = cell.sharesOfFloor();
    String median =
        "%s, %.1f %%".formatted(shares.median() >= 1 ? "yes" : "no", 100 * shares.median());
    return cell.rounds().size() == 1
        ? median
        : "%s (%.1f-%.1f)".formatted(median, 100 * shares.lowest(), 100 * shares.highest());
  }

  /** Of the rates once started up. */
  private static String factor(Cell cell) {
    return cell.dl4j().isPresent() && cell.steady().isPresent()
        ? "%.1f".formatted(cell.steady().getAsDouble() / cell.dl4j().get().median())
        : "-";
  }

  private static String rates(Measurement measurement) {
    String median = rate(measurement.median());
    return measurement.rates().size() == 1
        ? median
        : "%s (%s-%s)".formatted(median, rate(measurement.lowest()), rate(measurement.highest()));
  }

  private static String rate(double imagesPerSecond) {
    return String.format(Locale.ROOT, imagesPerSecond < 100 ? "%.1f" : "%,.0f", imagesPerSecond);
  }

  private static String peak(Measurement measurement) {
    return "%,d".formatted(measurement.peakBytes() >> 20);
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
