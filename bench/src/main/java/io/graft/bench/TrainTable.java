package io.graft.bench;

import java.time.LocalDate;
import java.util.List;

/** Training as Markdown: images/s, and how many times DL4J's that is. */
record TrainTable(
    List<TrainCell> cells,
    TrainSettings settings,
    Machine machine,
    LocalDate date,
    String version) {

  private static final String HEADER =
      """

      Training, images/s of 224 x 224, minibatches of %d, random weights. *Stock DL4J*: all layers, without oneDNN in its \
      layers, one worker on all cores. Graft: a worker on each core. *Frozen*: the lower half (6 of 13 blocks, 4 of 8 \
      fire modules, 7 of 16 residual blocks) runs but is not trained; *cached*: it was run beforehand. Factors are against \
      stock DL4J's training of all layers.

      | network | stock DL4J | peak MiB | Graft: all layers | factor | peak MiB | lower half frozen | factor | frozen and cached | factor |
      |---|---|---|---|---|---|---|---|---|---|
      """
          .formatted(TrainedNetwork.BATCH);

  String markdown() {
    StringBuilder text = new StringBuilder(introduction()).append(HEADER);
    cells.forEach(cell -> text.append(row(cell)));
    return text.toString();
  }

  private String introduction() {
    return "Graft %s on %s: %s, %d of %d cores, %s. Medians of %d (lowest-highest).\n"
        .formatted(
            version,
            date,
            machine.processor(),
            settings.cores(),
            machine.cores(),
            machine.java(),
            settings.repeat());
  }

  private static String row(TrainCell cell) {
    return "| "
        + String.join(
            " | ",
            cell.network().title(),
            rates(cell.dl4j()),
            peak(cell.dl4j()),
            rates(cell.full()),
            factor(cell, cell.full()),
            peak(cell.full()),
            rates(cell.upperHalf()),
            factor(cell, cell.upperHalf()),
            rates(cell.cached()),
            factor(cell, cell.cached()))
        + " |\n";
  }

  private static String rates(Measurement measurement) {
    return measurement.rates().size() == 1
        ? "%.1f".formatted(measurement.median())
        : "%.1f (%.1f-%.1f)"
            .formatted(measurement.median(), measurement.lowest(), measurement.highest());
  }

  private static String factor(TrainCell cell, Measurement measurement) {
    return "%.1f".formatted(cell.factor(measurement));
  }

  private static String peak(Measurement measurement) {
    return "%,d".formatted(measurement.peakBytes() >> 20);
  }
}
