package io.graft.spark;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;

import io.graft.dataset.GroupSplitter;
import io.graft.dataset.Split;
import io.graft.dataset.SplitFractions;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Divides images with groups where there are more than the driver should hold: it holds the groups
 * and their counts only, and divides these by {@link GroupSplitter}. Images without a group that
 * share no bytes with one of a group are ranked by {@link RankedSplits}, so that their classes keep
 * their shares among themselves.
 */
final class GroupedSplits {

  private static final StructType ASSIGNED =
      new StructType().add("group", DataTypes.StringType).add("split", DataTypes.StringType);

  private GroupedSplits() {}

  /**
   * The split of every key.
   *
   * @param keyed key, label and group (null for none) of the images, copies among them
   * @param prior key, label, split and group of images that keep their split
   */
  static Dataset<Row> of(
      Dataset<Row> keyed, Dataset<Row> prior, SplitFractions fractions, long seed) {
    Dataset<Row> images = named(keyed).union(named(prior)).distinct();
    Dataset<Row> grouped =
        images
            .filter(col("group").isNotNull())
            .groupBy("key")
            .agg(min("group").as("group"), collect_set("group").as("groups"));
    GroupSplitter splitter = splitter(images, grouped, prior);
    List<Row> rows = new ArrayList<>();
    splitter
        .assign(fractions, seed)
        .forEach((group, split) -> rows.add(RowFactory.create(group, split.text())));
    Dataset<Row> splits = keyed.sparkSession().createDataFrame(rows, ASSIGNED);
    Dataset<Row> kept = prior.groupBy("key").agg(min("split").as("split"));
    return grouped
        .join(kept, "key", "left_anti")
        .join(broadcast(splits), "group")
        .select("key", "split")
        .union(kept.join(grouped, "key", "left_semi"))
        .union(
            RankedSplits.of(
                keyed.select("key", "label").join(grouped, "key", "left_anti"),
                prior.select("key", "label", "split").join(grouped, "key", "left_anti"),
                fractions,
                seed));
  }

  /** Named as on the driver, on which the seeded order depends. */
  private static Dataset<Row> named(Dataset<Row> rows) {
    return rows.select(col("key"), col("label"), concat(lit("group:"), col("group")).as("group"));
  }

  private static GroupSplitter splitter(
      Dataset<Row> images, Dataset<Row> grouped, Dataset<Row> prior) {
    GroupSplitter splitter = new GroupSplitter();
    for (Row row :
        images
            .select("key", "label")
            .distinct()
            .join(grouped, "key")
            .groupBy("group", "label")
            .count()
            .collectAsList()) {
      splitter.count(row.getString(0), row.getString(1), Math.toIntExact(row.getLong(2)));
    }
    for (Row row :
        grouped.filter(size(col("groups")).gt(1)).select("groups").distinct().collectAsList()) {
      splitter.join(row.getList(0));
    }
    for (Row row :
        prior
            .select("key", "split")
            .distinct()
            .join(grouped.select(col("key"), explode(col("groups")).as("group")), "key")
            .groupBy("group", "split")
            .count()
            .collectAsList()) {
      splitter.keep(row.getString(0), Split.parse(row.getString(1)), (int) row.getLong(2));
    }
    return splitter;
  }
}
