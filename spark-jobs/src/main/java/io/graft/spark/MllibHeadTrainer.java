package io.graft.spark;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.udf;

import io.graft.config.HeadConfig;
import io.graft.dataset.LabelIndex;
import io.graft.model.LinearHead;
import io.graft.spark.HeadTrainer.TrainedHead;
import io.graft.training.RegularizationPath;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.storage.StorageLevel;

/**
 * Trains the linear head where its features don't fit into the driver's memory: MLlib's multinomial
 * logistic regression by L-BFGS on standardised features.
 */
record MllibHeadTrainer(HeadConfig config) {

  private static final int ROWS_PER_PARTITION = 20_000;
  private static final double TOLERANCE = 1e-6;

  /** To compare strengths a rough fit is enough, and every iteration is a Spark job. */
  private static final int VALIDATION_ITERATIONS = 25;

  private static final double VALIDATION_TOLERANCE = 1e-3;

  private static final String LABEL = "label_index";
  private static final String FOLD = "fold";
  private static final String WEIGHT = "weight";

  /**
   * Trains on all rows.
   *
   * @param foldByHash the fold of each image; empty where they are too few to cross-validate
   */
  TrainedHead train(
      Dataset<Row> rows,
      List<String> featureColumns,
      LabelIndex labels,
      Map<String, Integer> foldByHash,
      int folds) {
    Dataset<Row> prepared = prepare(rows, featureColumns, labels, foldByHash);
    try {
      Map<Double, Double> logLosses = folds < 2 ? Map.of() : crossValidate(prepared, folds);
      double best = HeadTrainer.best(logLosses, config);
      LogisticRegressionModel model = fit(prepared, best, config.maxIterations(), TOLERANCE);
      return TrainedHead.linear(head(model, labels.size()), prepared.count(), best, logLosses);
    } finally {
      prepared.unpersist();
    }
  }

  /** Sorted, and in few partitions, so that the sums of L-BFGS are added in the same order. */
  private Dataset<Row> prepare(
      Dataset<Row> rows,
      List<String> featureColumns,
      LabelIndex labels,
      Map<String, Integer> foldByHash) {
    HashMap<String, Integer> folds = new HashMap<>(foldByHash);
    UserDefinedFunction fold =
        udf((String hash) -> folds.getOrDefault(hash, 0), DataTypes.IntegerType);
    UserDefinedFunction index =
        udf((String label) -> (double) labels.index(label), DataTypes.DoubleType);
    double[] weights = classWeights(rows, labels);
    UserDefinedFunction weight =
        udf((String label) -> weights[labels.index(label)], DataTypes.DoubleType);
    // MLlib learns from the attribute how many classes there are, also where a fold lacks one.
    Metadata classes =
        NominalAttribute.defaultAttr()
            .withValues(labels.names().toArray(String[]::new))
            .toMetadata();
    Column features = concat(featureColumns.stream().map(name -> col(name)).toArray(Column[]::new));
    return rows.sort("content_hash", "uri")
        .coalesce(1 + folds.size() / ROWS_PER_PARTITION)
        .select(
            array_to_vector(features).as("features"),
            index.apply(col("label")).as(LABEL, classes),
            weight.apply(col("label")).as(WEIGHT),
            fold.apply(col("content_hash")).as(FOLD))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private double[] classWeights(Dataset<Row> rows, LabelIndex labels) {
    int[] counts = new int[labels.size()];
    for (Row row : rows.groupBy("label").count().collectAsList()) {
      counts[labels.index(row.getString(0))] = Math.toIntExact(row.getLong(1));
    }
    return config.classWeights().of(counts);
  }

  /**
   * From the strongest regularisation down. The log-loss has one valley, so two in a row that are
   * worse than the best end the walk.
   */
  private Map<Double, Double> crossValidate(Dataset<Row> prepared, int folds) {
    Map<Double, Double> logLosses = new LinkedHashMap<>();
    double least = Double.POSITIVE_INFINITY;
    int worseInARow = 0;
    for (double l2 : RegularizationPath.ordered(config.regularization())) {
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
        .setWeightCol(WEIGHT)
        .setRegParam(l2)
        .setStandardization(true)
        .setMaxIter(maxIterations)
        .setTol(tolerance)
        .fit(rows);
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
