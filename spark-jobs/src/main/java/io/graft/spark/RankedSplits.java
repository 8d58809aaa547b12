package io.graft.spark;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.graft.dataset.Split;
import io.graft.dataset.SplitCounts;
import io.graft.dataset.SplitFractions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The stratified division of {@link io.graft.dataset.StratifiedSplitter} by Spark, for sets that
 * the driver should not hold: the same order, counts and splits, but for one thing. It does not
 * mend classes that share so many equal images with rarer ones that they would be left without
 * training images of their own.
 */
final class RankedSplits {

  private static final StructType QUOTAS =
      new StructType()
          .add("label", DataTypes.StringType)
          .add("train", DataTypes.LongType)
          .add("validation", DataTypes.LongType);

  private RankedSplits() {}

  /**
   * The split of every key.
   *
   * @param keyed key and label of the images, copies among them
   * @param prior key, label and split of images that keep theirs
   */
  static Dataset<Row> of(
      Dataset<Row> keyed, Dataset<Row> prior, SplitFractions fractions, long seed) {
    Dataset<Row> kept = prior.groupBy("key").agg(min("split").as("split"));
    Dataset<Row> owned = owned(keyed.union(prior.select("key", "label")).distinct());
    Dataset<Row> marked = owned.join(kept, "key", "left_outer");
    Dataset<Row> quotas = broadcast(quotas(marked, fractions));
    Column order =
        sha2(
            concat(
                lit(ByteBuffer.allocate(Long.BYTES).putLong(seed).array()),
                col("key").cast("binary")),
            256);
    Column rank = row_number().over(Window.partitionBy("label").orderBy(order, col("key")));
    return marked
        .filter(col("split").isNull())
        .drop("split")
        .withColumn("rank", rank)
        .join(quotas, "label")
        .select(
            col("key"),
            when(col("rank").leq(col("train")), Split.TRAIN.text())
                .when(
                    col("rank").leq(col("train").plus(col("validation"))), Split.VALIDATION.text())
                .otherwise(Split.TEST.text())
                .as("split"))
        .union(kept);
  }

  /** Each key with one label: of several, that of the rarest class. */
  private static Dataset<Row> owned(Dataset<Row> distinct) {
    Dataset<Row> sizes = distinct.groupBy("label").count();
    return distinct
        .join(broadcast(sizes), "label")
        .groupBy("key")
        .agg(min(struct(col("count"), col("label"))).as("rarest"))
        .select(col("key"), col("rarest.label").as("label"));
  }

  /** What each class still needs of train and validation; the rest is test. */
  private static Dataset<Row> quotas(Dataset<Row> marked, SplitFractions fractions) {
    Map<String, Map<Split, Integer>> priorByLabel = new HashMap<>();
    Map<String, Integer> sizeByLabel = new HashMap<>();
    for (Row row : marked.groupBy("label", "split").count().collectAsList()) {
      int count = Math.toIntExact(row.getLong(2));
      sizeByLabel.merge(row.getString(0), count, Integer::sum);
      if (!row.isNullAt(1)) {
        priorByLabel
            .computeIfAbsent(row.getString(0), label -> new EnumMap<>(Split.class))
            .put(Split.parse(row.getString(1)), count);
      }
    }
    List<Row> rows = new ArrayList<>();
    sizeByLabel.forEach(
        (label, size) -> {
          Map<Split, Integer> wanted = SplitCounts.of(size, fractions);
          Map<Split, Integer> prior = priorByLabel.getOrDefault(label, Map.of());
          rows.add(
              RowFactory.create(
                  label, left(Split.TRAIN, wanted, prior), left(Split.VALIDATION, wanted, prior)));
        });
    return marked.sparkSession().createDataFrame(rows, QUOTAS);
  }

  private static long left(Split split, Map<Split, Integer> wanted, Map<Split, Integer> prior) {
    return Math.max(0, wanted.get(split) - prior.getOrDefault(split, 0));
  }
}
