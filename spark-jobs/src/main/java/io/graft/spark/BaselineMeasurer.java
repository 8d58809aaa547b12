package io.graft.spark;

import static org.apache.spark.sql.functions.col;

import io.graft.config.GraftConfig;
import io.graft.dataset.LabelIndex;
import io.graft.dataset.Split;
import io.graft.dataset.StratifiedSplitter;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.model.Pooling;
import io.graft.progress.Stages;
import io.graft.spark.FeatureSet.Completeness;
import io.graft.training.CandidateScore;
import io.graft.training.HeWeights;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a result is to be held against: how much it owes to the choice of images, and what the same
 * head makes of a backbone that has learned nothing. Both by cross-validation on a sample of the
 * train split; the test images are not touched.
 */
public record BaselineMeasurer(SparkSession session, BaseModel model, GraftConfig config) {

  private static final int MOST_FOLDS = 5;

  /**
   * Cross-validated accuracies.
   *
   * @param mean over seeds, each with other folds
   * @param spread their standard deviation
   * @param randomBackbone with random weights instead of the pretrained ones
   */
  public record Baselines(double mean, double spread, int seeds, double randomBackbone) {}

  /**
   * Measures the baselines of a linear head on these features; empty where a class has too few
   * images to be cross-validated.
   *
   * @param work a folder of the running command
   */
  public Optional<Baselines> measure(FeatureSet features, Path work) {
    LabelIndex labels = features.requireClasses();
    ImageListing sample =
        ImageSample.of(
            features.images(Split.TRAIN), config.plan().sampleImages(), config.seed(), work);
    Dataset<Row> rows =
        features
            .features()
            .join(sample.files().select("uri"), "uri")
            .filter(col("label").isNotNull());
    double[] means = means(rows, features.info(), labels);
    if (means.length == 0) {
      return Optional.empty();
    }
    FeatureSet random = random(sample, features.info(), new Path(work, "random"));
    double mean = Arrays.stream(means).average().orElseThrow();
    double squares = Arrays.stream(means).map(value -> (value - mean) * (value - mean)).sum();
    return Optional.of(
        new Baselines(
            mean,
            Math.sqrt(squares / Math.max(1, means.length - 1)),
            means.length,
            means(random.features(), random.info(), labels)[0]));
  }

  /** The cross-validated accuracy of each seed; none where there are too few images. */
  private double[] means(Dataset<Row> rows, FeatureSetInfo info, LabelIndex labels) {
    List<String> columns =
        info.fingerprint().columns().stream().map(FeatureSetInfo.Column::name).toList();
    HeadImages images = HeadImages.load(rows, columns, labels);
    int folds = Math.min(MOST_FOLDS, StratifiedSplitter.mostFolds(images.items()));
    if (folds < 2) {
      return new double[0];
    }
    int[][] foldOf =
        IntStream.range(0, config.plan().seeds())
            .mapToObj(seed -> images.folds(folds, config.seed() + seed))
            .toArray(int[][]::new);
    CandidateScore score =
        new HeadSearch(session, config.head())
            .crossValidate(images.images(), List.of(images.joined("head")), foldOf, folds)
            .get(0);
    return IntStream.range(0, foldOf.length)
        .mapToDouble(seed -> mean(score.accuracyByFold().subList(seed * folds, (seed + 1) * folds)))
        .toArray();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private FeatureSet random(ImageListing sample, FeatureSetInfo info, Path folder) {
    BaseModel untrained =
        new BaseModel(
            model.name() + " with random weights",
            model.sha256(),
            HeWeights.randomised(model.network(), config.seed()),
            model.preprocessing(),
            model.labels());
    List<Cut> cuts =
        info.fingerprint().columns().stream()
            .map(column -> new Cut(column.layer(), Pooling.parse(column.pooling())))
            .toList();
    FeatureSetWriter writer = new FeatureSetWriter(session, untrained, cuts, config);
    writer.write(sample, new Stages(), writer.open(folder));
    return FeatureSet.open(session, folder.toString(), Completeness.COMPLETE);
  }
}
