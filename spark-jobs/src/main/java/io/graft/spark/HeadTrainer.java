package io.graft.spark;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.graft.config.HeadConfig;
import io.graft.dataset.LabelIndex;
import io.graft.dataset.SplitItem;
import io.graft.dataset.StratifiedSplitter;
import io.graft.error.UserException;
import io.graft.model.LinearHead;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.storage.StorageLevel;

/**
 * Trains the linear head: MLlib's multinomial logistic regression by L-BFGS on standardised
 * features, the L2 regularisation chosen by stratified cross-validation.
 */
public final class HeadTrainer {

  private static final int ROWS_PER_PARTITION = 20_000;
  private static final double TOLERANCE = 1e-6;

  /**
   * To compare regularisations a rough fit is enough, and every iteration is a Spark job, which on
   * small data costs far more than its arithmetic.
   */
  private static final int VALIDATION_ITERATIONS = 25;

  private static final double VALIDATION_TOLERANCE = 1e-3;

  private static final String LABEL = "label_index";
  private static final String FOLD = "fold";

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
   * Trains on rows with {@code content_hash}, {@code label} and a column of features.
   *
   * @throws UserException when a class has no image to train on
   */
  public TrainedHead train(Dataset<Row> rows, String featureColumn, LabelIndex labels) {
    List<SplitItem> items =
        rows.select("content_hash", "label").collectAsList().stream()
            .map(row -> new SplitItem(row.getString(0), row.getString(1)))
            .toList();
    int folds = Math.min(config.folds(), smallestClass(items, labels));
    Dataset<Row> prepared = prepare(rows, featureColumn, labels, foldsOf(items, folds));
    try {
      Map<Double, Double> logLosses = folds < 2 ? Map.of() : crossValidate(prepared, folds);
      double best = best(logLosses);
      LogisticRegressionModel model = fit(prepared, best, config.maxIterations(), TOLERANCE);
      return new TrainedHead(
          head(model, labels.size()),
          best,
          logLosses.getOrDefault(best, Double.NaN),
          logLosses,
          items.size());
    } finally {
      prepared.unpersist();
    }
  }

  private int smallestClass(List<SplitItem> items, LabelIndex labels) {
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
    return Math.toIntExact(distinct.values().stream().mapToLong(Long::longValue).min().orElse(0));
  }

  private Map<String, Integer> foldsOf(List<SplitItem> items, int folds) {
    return folds < 2 ? Map.of() : StratifiedSplitter.folds(items, folds, seed);
  }

  /** Sorted, and in few partitions, so that the sums of L-BFGS are added in the same order. */
  private static Dataset<Row> prepare(
      Dataset<Row> rows, String featureColumn, LabelIndex labels, Map<String, Integer> foldByHash) {
    HashMap<String, Integer> folds = new HashMap<>(foldByHash);
    UserDefinedFunction fold =
        udf((String hash) -> folds.getOrDefault(hash, 0), DataTypes.IntegerType);
    UserDefinedFunction index =
        udf((String label) -> (double) labels.index(label), DataTypes.DoubleType);
    // MLlib learns from the attribute how many classes there are, also where a fold lacks one.
    Metadata classes =
        NominalAttribute.defaultAttr()
            .withValues(labels.names().toArray(String[]::new))
            .toMetadata();
    int partitions = 1 + folds.size() / ROWS_PER_PARTITION;
    return rows.sort("content_hash", "uri")
        .coalesce(partitions)
        .select(
            array_to_vector(col(featureColumn)).as("features"),
            index.apply(col("label")).as(LABEL, classes),
            fold.apply(col("content_hash")).as(FOLD))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /**
   * From the strongest regularisation down. The log-loss has one valley, so two in a row that are
   * worse than the best end the walk.
   */
  private Map<Double, Double> crossValidate(Dataset<Row> prepared, int folds) {
    Map<Double, Double> logLosses = new LinkedHashMap<>();
    double least = Double.POSITIVE_INFINITY;
    int worseInARow = 0;
    for (double l2 : strongestFirst()) {
      double logLoss = validate(prepared, l2, folds);
      logLosses.put(l2, logLoss);
      worseInARow = logLoss < least ? 0 : worseInARow + 1;
      least = Math.min(least, logLoss);
      if (worseInARow == 2) {
        break;
      }
    }
    return logLosses;
  }

  private List<Double> strongestFirst() {
    return config.regularization().stream().sorted(Comparator.reverseOrder()).toList();
  }

  private double validate(Dataset<Row> prepared, double l2, int folds) {
    MulticlassClassificationEvaluator logLoss =
        new MulticlassClassificationEvaluator().setLabelCol(LABEL).setMetricName("logLoss");
    double sum = 0;
    for (int fold = 0; fold < folds; fold++) {
      LogisticRegressionModel model =
          fit(
              prepared.filter(prepared.col(FOLD).notEqual(fold)),
              l2,
              VALIDATION_ITERATIONS,
              VALIDATION_TOLERANCE);
      sum += logLoss.evaluate(model.transform(prepared.filter(prepared.col(FOLD).equalTo(fold))));
    }
    double mean = sum / folds;
    System.err.printf(
        Locale.ROOT,
        "cross-validate: regularisation %s, %d folds, log-loss %.4f%n",
        l2,
        folds,
        mean);
    return mean;
  }

  private static LogisticRegressionModel fit(
      Dataset<Row> rows, double l2, int maxIterations, double tolerance) {
    return new LogisticRegression()
        .setFamily("multinomial")
        .setLabelCol(LABEL)
        .setRegParam(l2)
        .setStandardization(true)
        .setMaxIter(maxIterations)
        .setTol(tolerance)
        .fit(rows);
  }

  /** The strongest among equals; the middle one where nothing could be compared. */
  private double best(Map<Double, Double> logLosses) {
    List<Double> tried = strongestFirst();
    return logLosses.entrySet().stream()
        .min(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(tried.get(tried.size() / 2));
  }

  /** MLlib gives the coefficients for features as they came: standardisation is folded in. */
  private static LinearHead head(LogisticRegressionModel model, int classes) {
    Matrix coefficients = model.coefficientMatrix();
    float[][] weights = new float[classes][coefficients.numCols()];
    float[] biases = new float[classes];
    for (int c = 0; c < classes; c++) {
      for (int f = 0; f < coefficients.numCols(); f++) {
        weights[c][f] = (float) coefficients.apply(c, f);
      }
      biases[c] = (float) model.interceptVector().apply(c);
    }
    return new LinearHead(weights, biases);
  }
}
