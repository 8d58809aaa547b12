package io.graft.bench;

import io.graft.GraftVersion;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The gain from pretraining, and one worker beside several, as Markdown. */
record GainTable(
    List<GainCell> cells,
    List<WorkersCell> workers,
    GainSettings settings,
    Machine machine,
    LocalDate date,
    String version) {

  private static final String GAIN =
      """

      A network pretrained on five classes of CIFAR-10 and fine-tuned on the other five, beside the same network from \
      random weights: accuracy on 1,000 test images, mean ± standard deviation over the seeds.

      | training images a class | pretrained | random, equal epochs | random, equal time | gain at equal epochs |
      |---|---|---|---|---|
      """;

  private static final String AVERAGING =
      """

      All ten classes from random weights, at equal epochs:

      | workers | batch size of each | the rate grows with the workers | accuracy on 2,000 test images | s an epoch |
      |---|---|---|---|---|
      """;

  static GainTable empty(GainSettings settings, Machine machine, LocalDate date) {
    return new GainTable(
        new ArrayList<>(), new ArrayList<>(), settings, machine, date, GraftVersion.VERSION);
  }

  String markdown() {
    StringBuilder text = new StringBuilder(introduction());
    if (!cells.isEmpty()) {
      text.append(GAIN);
    }
    for (GainCell cell : cells) {
      text.append(
          "| %,d | %s | %s | %s | %+.3f |\n"
              .formatted(
                  cell.imagesPerClass(),
                  spread(cell.pretrained(), Tuning::accuracy),
                  spread(cell.equalEpochs(), Tuning::accuracy),
                  spread(cell.equalTime(), Tuning::accuracy),
                  mean(cell.pretrained(), Tuning::accuracy)
                      - mean(cell.equalEpochs(), Tuning::accuracy)));
    }
    if (!workers.isEmpty()) {
      text.append(AVERAGING);
    }
    for (WorkersCell cell : workers) {
      text.append(
          "| %d | %d | %s | %s | %.1f |\n"
              .formatted(
                  cell.workers(),
                  cell.batchSize(),
                  cell.scaling().text(),
                  spread(cell.tunings(), Tuning::accuracy),
                  mean(cell.tunings(), Tuning::secondsPerEpoch)));
    }
    return text.toString();
  }

  private String introduction() {
    return "Graft %s on %s: %s, %d of %d cores. %d seeds, %d epochs.\n"
        .formatted(
            version,
            date,
            machine.processor(),
            settings.cores(),
            machine.cores(),
            settings.seeds(),
            settings.epochs());
  }

  private static String spread(List<Tuning> tunings, ToDoubleFunction<Tuning> value) {
    double mean = mean(tunings, value);
    double squares =
        tunings.stream()
            .mapToDouble(tuning -> Math.pow(value.applyAsDouble(tuning) - mean, 2))
            .sum();
    return tunings.size() < 2
        ? "%.3f".formatted(mean)
        : "%.3f ± %.3f".formatted(mean, Math.sqrt(squares / (tunings.size() - 1)));
  }

  private static double mean(List<Tuning> tunings, ToDoubleFunction<Tuning> value) {
    return tunings.stream().mapToDouble(value).average().orElse(Double.NaN);
  }
}
