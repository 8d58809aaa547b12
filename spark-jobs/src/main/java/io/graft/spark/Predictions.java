package io.graft.spark;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;

import io.graft.dataset.LabelIndex;
import io.graft.evaluation.EvaluationSums;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;

/** What a bundle says of images: an extraction whose features are class probabilities. */
public record Predictions(ImageExtraction extraction, LabelIndex labels) {

  /**
   * One row an image: what is known of it, {@code predicted_label}, its {@code probability}, and
   * the {@code probabilities} of all classes in the bundle's order. Ties go to the earlier class.
   */
  public Dataset<Row> rows() {
    Column probabilities = col("features").getItem(0);
    Column names = functions.array(literals());
    List<Column> columns = new ArrayList<>(ImageExtraction.imageColumns());
    columns.add(
        element_at(names, array_position(probabilities, array_max(probabilities)).cast("int"))
            .as("predicted_label"));
    columns.add(array_max(probabilities).as("probability"));
    columns.add(probabilities.as("probabilities"));
    return extraction.extracted().select(columns.toArray(Column[]::new));
  }

  /** Writes {@code predictions/} and {@code quarantine/} into the folder, both Parquet. */
  public void write(Path folder) {
    rows().write().mode(SaveMode.ErrorIfExists).parquet(new Path(folder, "predictions").toString());
    extraction
        .quarantined()
        .coalesce(1)
        .write()
        .mode(SaveMode.ErrorIfExists)
        .parquet(new Path(folder, "quarantine").toString());
  }

  /** Compares every prediction with the image's label. */
  public EvaluationSums evaluate() {
    LabelIndex classes = labels;
    return extraction
        .extracted()
        .javaRDD()
        .aggregate(
            new EvaluationSums(classes.size()),
            (sums, row) -> {
              sums.add(classes.index(row.getLabel()), row.getFeatures()[0]);
              return sums;
            },
            EvaluationSums::merge);
  }

  private Column[] literals() {
    return labels.names().stream().map(functions::lit).toArray(Column[]::new);
  }
}
