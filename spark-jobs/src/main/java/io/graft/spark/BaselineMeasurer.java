package io.graft.spark;

import static org.apache.spark.sql.functions.col;

import io.graft.config.GraftConfig;
import io.graft.dataset.LabelIndex;
import io.graft.dataset.Split;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.model.Pooling;
import io.graft.progress.Stages;
import io.graft.spark.FeatureSet.Completeness;
import io.graft.spark.HeadTrainer.TrainedHead;
import io.graft.training.CandidateScore;
import io.graft.training.HeWeights;
import java.util.List;
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

  private static final int FOLDS = 5;

  /**
   * Cross-validated accuracies.
   *
   * @param mean over seeds, each with other folds
   * @param spread their standard deviation
   * @param randomBackbone with random weights instead of the pretrained ones
   */
  public record Baselines(double mean, double spread, int seeds, double randomBackbone) {}

  /**
   * Measures the baselines of a head.
   *
   * @param work a folder of the running command
   */
  public Baselines measure(FeatureSet features, TrainedHead head, Path work) {
    LabelIndex labels = features.requireClasses();
    ImageListing sample =
        ImageSample.of(
            features.images(Split.TRAIN), config.plan().sampleImages(), config.seed(), work);
    Dataset<Row> rows =
        features
            .features()
            .join(sample.files().select("uri"), "uri")
            .filter(col("label").isNotNull());
    double[] means = means(rows, features.info(), labels, head);
    double mean = IntStream.range(0, means.length).mapToDouble(i -> means[i]).average().orElse(0);
    double squares = 0;
    for (double value : means) {
      squares += (value - mean) * (value - mean);
    }
    FeatureSet random = random(sample, features.info(), new Path(work, "random"));
    double ofRandom = means(random.features(), random.info(), labels, head)[0];
    return new Baselines(
        mean, Math.sqrt(squares / Math.max(1, means.length - 1)), means.length, ofRandom);
  }

  /** The accuracy of each seed. */
  private double[] means(
      Dataset<Row> rows, FeatureSetInfo info, LabelIndex labels, TrainedHead head) {
    List<String> columns =
        info.fingerprint().columns().stream().map(FeatureSetInfo.Column::name).toList();
    HeadImages images = HeadImages.load(rows, columns, labels);
    int[][] foldOf =
        IntStream.range(0, config.plan().seeds())
            .mapToObj(seed -> images.folds(FOLDS, config.seed() + seed))
            .toArray(int[][]::new);
    CandidateScore score =
        new HeadSearch(session, config.head())
            .crossValidate(images.images(), List.of(images.joined("head")), foldOf, FOLDS)
            .get(0);
    return IntStream.range(0, foldOf.length)
        .mapToDouble(
            seed ->
                score.accuracyByFold().subList(seed * FOLDS, (seed + 1) * FOLDS).stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElseThrow())
        .toArray();
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
