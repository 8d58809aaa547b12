package io.graft.bench;

import java.time.LocalDate;
import java.util.List;

/** Plans beside brute force as Markdown: the choices, the layer curves, and the passes. */
record PlanTable(
    List<PlanCell> cells, PlanSettings settings, Machine machine, LocalDate date, String version) {

  private static final String CHOICES =
      """

      What the plan chose, and what every cut of the layer curve would have given. *Test*: of a linear head, trained \
      on the train split, the accuracy on the test split ± its binomial standard error.

      | network | images | case | the plan's cut | cross-validated | test | best cut | its test | within one standard error | last cut's test | at least as good |
      |---|---|---|---|---|---|---|---|---|---|---|
      """;

  private static final String CURVES =
      """

      The layer curves, average pooling:

      | network | images | cut | cross-validated | test |
      |---|---|---|---|---|
      """;

  private static final String PASSES =
      """

      One pass for all cuts of the curve against one for the last cut alone: seconds of extraction (stages `extract` \
      and `write`), with its start:

      | network | images | how many | cuts | all cuts, s | last cut, s | ratio |
      |---|---|---|---|---|---|---|
      """;

  String markdown() {
    StringBuilder text = new StringBuilder(introduction()).append(CHOICES);
    cells.forEach(cell -> text.append(choice(cell)));
    text.append(CURVES);
    cells.forEach(cell -> cell.curve().forEach(cut -> text.append(curve(cell, cut))));
    text.append(PASSES);
    cells.forEach(cell -> text.append(passes(cell)));
    return text.toString();
  }

  private String introduction() {
    return "Graft %s on %s: %s, %d of %d cores, %s. Passes: medians of %d (lowest-highest).\n"
        .formatted(
            version,
            date,
            machine.processor(),
            settings.cores(),
            machine.cores(),
            machine.java(),
            settings.repeat());
  }

  private static String choice(PlanCell cell) {
    return row(
        cell.network().title(),
        cell.set(),
        Integer.toString(cell.transferCase()),
        cell.choice().name(),
        crossValidated(cell.choice()),
        accuracy(cell.choice().test()),
        cell.best().name(),
        accuracy(cell.best().test()),
        answer(cell.isNearBest()),
        accuracy(cell.last().test()),
        answer(cell.isAsGoodAsLast()));
  }

  private static String curve(PlanCell cell, TriedCut cut) {
    return row(
        cell.network().title(), cell.set(), cut.name(), crossValidated(cut), accuracy(cut.test()));
  }

  private static String passes(PlanCell cell) {
    Passes passes = cell.passes();
    return row(
        cell.network().title(),
        cell.set(),
        "%,d".formatted(passes.images()),
        Integer.toString(cell.curve().size()),
        seconds(passes.images(), passes.all()),
        seconds(passes.images(), passes.last()),
        "%.2f".formatted(passes.ratio()));
  }

  private static String crossValidated(TriedCut cut) {
    return "%.3f ± %.3f".formatted(cut.crossValidated(), cut.standardError());
  }

  private static String accuracy(TestAccuracy accuracy) {
    return "%.3f ± %.3f".formatted(accuracy.value(), accuracy.standardError());
  }

  private static String seconds(long images, Measurement rates) {
    String median = "%.1f".formatted(images / rates.median());
    return rates.rates().size() == 1
        ? median
        : "%s (%.1f-%.1f)".formatted(median, images / rates.highest(), images / rates.lowest());
  }

  private static String answer(boolean holds) {
    return holds ? "yes" : "no";
  }

  private static String row(String... values) {
    return "| " + String.join(" | ", values) + " |\n";
  }
}
