package io.graft.spark;

import static org.apache.spark.sql.functions.col;

import io.graft.config.GraftConfig;
import io.graft.dataset.LabelIndex;
import io.graft.model.BaseModel;
import io.graft.model.Pooling;
import io.graft.plan.Half;
import io.graft.plan.SourceStatistics;
import io.graft.plan.SourceSums;
import io.graft.progress.Stages;
import io.graft.spark.FeatureSet.Completeness;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Measures a base model on labelled images of the kind it was trained on. */
public record SourceStatisticsMeasurer(SparkSession session, BaseModel model, GraftConfig config) {

  /**
   * The statistics at the default cut.
   *
   * @param work a folder of the running command
   */
  public SourceStatistics measure(ImageListing images, Path work) {
    CurveFeatures last = CurveFeatures.last(model);
    FeatureSetWriter writer = new FeatureSetWriter(session, model, last.cuts(), config);
    Path folder = new Path(work, "source");
    writer.write(images, new Stages(), writer.open(folder));
    FeatureSet features = FeatureSet.open(session, folder.toString(), Completeness.COMPLETE);
    LabelIndex labels = features.requireClasses();
    CurveFeatures.Layer layer = last.layers().get(0);
    return sums(features, labels, layer)
        .toStatistics(
            layer.name(),
            Pooling.AVERAGE.text(),
            model.sha256(),
            labels,
            ClassifierOutputs.confidence(features, last));
  }

  private static SourceSums sums(
      FeatureSet features, LabelIndex labels, CurveFeatures.Layer layer) {
    int width = layer.features();
    List<String> names = labels.names();
    return features
        .features()
        .select(col("content_hash"), col("label"), col(FeatureSet.columnName(layer.name())))
        .javaRDD()
        .treeAggregate(
            new SourceSums(names.size(), width),
            (sums, row) -> add(sums, row, names, width),
            SourceSums::merge);
  }

  private static SourceSums add(SourceSums sums, Row row, List<String> names, int width) {
    float[] averages = java.util.Arrays.copyOf(HeadImages.floats(row.getList(2)), width);
    sums.add(averages, names.indexOf(row.getString(1)), Half.of(row.getString(0)));
    return sums;
  }
}
