package io.graft.spark;

import io.graft.config.HeadConfig;
import io.graft.dataset.LabelIndex;
import io.graft.dataset.SplitItem;
import io.graft.dataset.StratifiedSplitter;
import io.graft.error.UserException;
import io.graft.model.LinearHead;
import io.graft.training.CandidateScore;
import io.graft.training.HeadCandidate;
import io.graft.training.LabelledFeatures;
import io.graft.training.LogisticRegression;
import io.graft.training.LogisticRegression.Effort;
import io.graft.training.RegularizationPath;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Trains the linear head: multinomial logistic regression by L-BFGS on standardised features, the
 * L2 regularisation chosen by stratified cross-validation. Features that fit into memory are
 * trained on there, others by MLlib, where every iteration is a Spark job; the objective is the
 * same.
 */
public final class HeadTrainer {

  private static final double TOLERANCE = 1e-6;

  private final HeadConfig config;
  private final long seed;

  public HeadTrainer(HeadConfig config, long seed) {
    this.config = config;
    this.seed = seed;
  }

  /**
   * A trained head and how it was chosen.
   *
   * @param regularization the chosen L2 strength
   * @param logLoss its cross-validated mean log-loss
   * @param logLossByRegularization of every strength that was tried
   */
  public record TrainedHead(
      LinearHead head,
      double regularization,
      double logLoss,
      Map<Double, Double> logLossByRegularization,
      long images) {}

  /**
   * Trains on rows with {@code uri}, {@code content_hash}, {@code label} and columns of features,
   * which the head sees joined.
   *
   * @throws UserException when a class has no image to train on
   */
  public TrainedHead train(Dataset<Row> rows, List<String> featureColumns, LabelIndex labels) {
    long values = rows.count() * HeadImages.width(rows, featureColumns);
    if (values <= config.inMemoryValues()) {
      HeadSearch search = new HeadSearch(rows.sparkSession(), config);
      return train(HeadImages.load(rows, featureColumns, labels), labels, search);
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

  private TrainedHead train(HeadImages loaded, LabelIndex labels, HeadSearch search) {
    HeadCandidate candidate = loaded.joined("head");
    int folds = folds(loaded.items(), labels);
    Map<Double, Double> logLosses = Map.of();
    if (folds > 1) {
      CandidateScore score =
          search
              .crossValidate(
                  loaded.images(),
                  List.of(candidate),
                  new int[][] {loaded.folds(folds, seed)},
                  folds)
              .get(0);
      logLosses = score.logLossByRegularization();
      System.err.printf(
          Locale.ROOT,
          "cross-validate: %d images, %d folds, regularisation %s, log-loss %.4f, accuracy %.3f%n",
          loaded.items().size(),
          folds,
          score.regularization(),
          score.logLoss(),
          score.accuracy());
    }
    double best = best(logLosses, config);
    LabelledFeatures features = loaded.images().of(candidate);
    return new TrainedHead(
        fit(features, best, config),
        best,
        logLosses.getOrDefault(best, Double.NaN),
        logLosses,
        features.size());
  }

  /** The head of a strength, on all images. */
  static LinearHead fit(LabelledFeatures features, double l2, HeadConfig config) {
    LogisticRegression regression =
        new LogisticRegression(features, config.classWeights().of(features.counts()));
    Effort effort = new Effort(config.maxIterations(), TOLERANCE);
    return regression.head(regression.fit(l2, effort, regression.zero()));
  }

  /** As many as asked for, and as every class has distinct images. */
  private int folds(List<SplitItem> items, LabelIndex labels) {
    Map<String, Long> distinct =
        items.stream()
            .distinct()
            .collect(Collectors.groupingBy(SplitItem::label, Collectors.counting()));
    for (String label : labels.names()) {
      if (!distinct.containsKey(label)) {
        throw new UserException(
            "Class '%s' has no image to train on: all of its files are quarantined or in other splits. Add images, or remove the class."
                .formatted(label));
      }
    }
    long smallest = distinct.values().stream().mapToLong(Long::longValue).min().orElse(0);
    return Math.toIntExact(Math.min(config.folds(), smallest));
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
