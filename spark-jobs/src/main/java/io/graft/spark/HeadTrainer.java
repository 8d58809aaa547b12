package io.graft.spark;

import io.graft.config.HeadConfig;
import io.graft.config.HeadType;
import io.graft.dataset.LabelIndex;
import io.graft.dataset.SplitItem;
import io.graft.dataset.StratifiedSplitter;
import io.graft.error.UserException;
import io.graft.model.Head;
import io.graft.training.RegularizationPath;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Trains the head. Features that fit into memory are trained on there; others by MLlib, where every
 * iteration is a Spark job. For linear heads the objective is the same.
 */
public final class HeadTrainer {

  private final HeadConfig config;
  private final long seed;

  public HeadTrainer(HeadConfig config, long seed) {
    this.config = config;
    this.seed = seed;
  }

  /**
   * A trained head and how it was chosen.
   *
   * @param description of the head, for people
   * @param metrics of its training, by name
   * @param logLossByRegularization of every L2 strength that was tried, by cross-validation
   */
  public record TrainedHead(
      Head head,
      String description,
      long images,
      Map<String, Double> metrics,
      Map<Double, Double> logLossByRegularization) {

    static TrainedHead linear(
        Head head, long images, double regularization, Map<Double, Double> logLosses) {
      Map<String, Double> metrics =
          logLosses.isEmpty()
              ? Map.of("regularization", regularization)
              : Map.of(
                  "regularization",
                  regularization,
                  "crossValidatedLogLoss",
                  logLosses.get(regularization));
      return new TrainedHead(
          head, "linear, regularisation " + regularization, images, metrics, logLosses);
    }
  }

  /**
   * Trains on rows with {@code uri}, {@code content_hash}, {@code label}, {@code group} and columns
   * of features, which the head sees joined.
   *
   * @param validation such rows, that a dense head stops early by; may be none
   * @throws UserException when a class has no image to train on
   */
  public TrainedHead train(
      Dataset<Row> rows, Dataset<Row> validation, List<String> featureColumns, LabelIndex labels) {
    long values = rows.count() * HeadImages.width(rows, featureColumns);
    if (values <= config.inMemoryValues()) {
      HeadImages training = HeadImages.load(rows, featureColumns, labels);
      return new MemoryHeadTrainer(new HeadSearch(rows.sparkSession(), config), seed)
          .train(
              training,
              HeadImages.load(validation, featureColumns, labels),
              folds(training.items(), labels));
    }
    if (config.type() == HeadType.DENSE) {
      throw new UserException(
          "A dense head needs its features in memory, but these are %,d values, and head.in-memory-values allows %,d. Raise it (and the driver's memory), or use head.type linear."
              .formatted(values, config.inMemoryValues()));
    }
    List<SplitItem> items =
        rows.select("content_hash", "label", "group").collectAsList().stream()
            .map(row -> new SplitItem(row.getString(0), row.getString(1), row.getString(2)))
            .toList();
    int folds = folds(items, labels);
    Map<String, Integer> foldOf =
        folds < 2 ? Map.of() : StratifiedSplitter.folds(items, folds, seed);
    return new MllibHeadTrainer(config).train(rows, featureColumns, labels, foldOf, folds);
  }

  /** As many as asked for, and as every class has distinct images or groups. */
  private int folds(List<SplitItem> items, LabelIndex labels) {
    HeadImages.requireEveryClass(items, labels);
    return Math.min(config.folds(), StratifiedSplitter.mostFolds(items));
  }

  /** The strongest among equals; the middle one where nothing could be compared. */
  static double best(Map<Double, Double> logLosses, HeadConfig config) {
    List<Double> tried = RegularizationPath.ordered(config.regularization());
    return logLosses.entrySet().stream()
        .min(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(tried.get(tried.size() / 2));
  }
}
