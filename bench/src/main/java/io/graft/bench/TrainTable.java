package io.graft.bench;

import io.graft.GraftVersion;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Training as Markdown: images/s, and how many times DL4J's that is.
 *
 * @param convolutionGigaFlops what convolutions alone reach, in 10^9 operations a second
 */
record TrainTable(
    List<TrainCell> cells,
    TrainSettings settings,
    double convolutionGigaFlops,
    Machine machine,
    LocalDate date,
    String version) {

  private static final String HEADER =
      """

      Training, images/s of 224 x 224, minibatches of %d, random weights. *Stock DL4J*: all layers, without oneDNN in its \
      layers, one worker on all cores. Graft: a worker on each core. *Frozen*: the lower half (6 of 13 blocks, 4 of 8 \
      fire modules, 7 of 16 residual blocks) runs but is not trained; *cached*: it was run beforehand. Factors are against \
      stock DL4J's training of all layers. *Of the convolutions' rate*: of %.0f GFLOP/s, which oneDNN's convolution alone \
      reaches here (3 x 3, 128 channels, forward, a thread on each core); a step counts as three ways forward. *Averaging*: \
      what a round takes beside its steps, on Spark with a worker on each core, for so many MB of parameters.

      | network | stock DL4J | peak MiB | Graft: all layers | factor | peak MiB | of the convolutions' rate | lower half frozen | factor | frozen and cached | factor | averaging |
      |---|---|---|---|---|---|---|---|---|---|---|---|
      """;

  static TrainTable empty(TrainSettings settings, double convolutionGigaFlops, Machine machine) {
    return new TrainTable(
        new ArrayList<>(),
        settings,
        convolutionGigaFlops,
        machine,
        LocalDate.now(),
        GraftVersion.VERSION);
  }

  String markdown() {
    StringBuilder text =
        new StringBuilder(introduction())
            .append(HEADER.formatted(TrainedNetwork.BATCH, convolutionGigaFlops));
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

  private String row(TrainCell cell) {
    return "| "
        + String.join(
            " | ",
            cell.network().title(),
            rates(cell.dl4j()),
            peak(cell.dl4j()),
            rates(cell.full()),
            factor(cell, cell.full()),
            peak(cell.full()),
            "%.0f %%".formatted(100 * cell.gigaFlopsPerSecond() / convolutionGigaFlops),
            rates(cell.upperHalf()),
            factor(cell, cell.upperHalf()),
            rates(cell.cached()),
            factor(cell, cell.cached()),
            "%.2f s (%.1f MB)"
                .formatted(cell.averaging().seconds(), cell.averaging().bytes() / 1e6))
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
