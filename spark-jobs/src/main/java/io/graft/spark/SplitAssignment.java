package io.graft.spark;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sha2;

import io.graft.config.GraftConfig;
import io.graft.dataset.Split;
import io.graft.dataset.SplitFractions;
import io.graft.dataset.SplitItem;
import io.graft.dataset.StratifiedSplitter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Gives images without splits their split, by content hash, so that equal bytes come into the same
 * split and the classes keep their shares exactly; images of a group come into the same split, and
 * the classes keep their shares as far as that allows. A file that can't be read is taken by its
 * URI.
 */
public final class SplitAssignment {

  /** The driver divides so many by itself; more are ranked by Spark, with the same result. */
  static final long MAX_ON_DRIVER = 20_000;

  /** What equal images have in common. */
  static final Column KEY = coalesce(col("content_hash"), sha2(col("uri").cast("binary"), 256));

  private static final StructType KEYED =
      new StructType()
          .add("key", DataTypes.StringType)
          .add("label", DataTypes.StringType)
          .add("split", DataTypes.StringType)
          .add("group", DataTypes.StringType);

  private SplitAssignment() {}

  /**
   * The listing with the splits that the configuration asks for, by its seed.
   *
   * @param work a folder of the running command
   */
  public static ImageListing assign(
      SparkSession session, ImageListing listing, GraftConfig config, Path work) {
    return assign(
        listing,
        config.split(),
        config.seed(),
        config.engine().maxBytes(),
        session.createDataFrame(List.of(), KEYED),
        work);
  }

  /** The listing with such splits, all of them new. */
  public static ImageListing assign(
      ImageListing listing, SplitFractions fractions, long seed, long maxBytes, Path work) {
    Dataset<Row> none = listing.files().sparkSession().createDataFrame(List.of(), KEYED);
    return assign(listing, fractions, seed, maxBytes, none, work);
  }

  /**
   * The listing with a split for every labelled file. A listing that comes with splits, or without
   * labels, is given back as it is.
   *
   * @param prior images that have splits already and keep them: key, label, split, group
   */
  static ImageListing assign(
      ImageListing listing,
      SplitFractions fractions,
      long seed,
      long maxBytes,
      Dataset<Row> prior,
      Path work) {
    if (listing.isSplit() || !listing.isLabelled()) {
      return listing;
    }
    ImageListing hashed = ContentHashes.of(listing, maxBytes, new Path(work, "hashed"));
    Dataset<Row> keyed =
        hashed
            .files()
            .filter(col("label").isNotNull())
            .select(KEY.as("key"), col("label"), col("group"));
    int room = Math.toIntExact(Math.max(-1, MAX_ON_DRIVER - hashed.count()));
    List<Row> priorRows = prior.limit(room + 1).collectAsList();
    Dataset<Row> splits =
        priorRows.size() <= room
            ? onDriver(keyed, priorRows, fractions, seed)
            : onExecutors(hashed, keyed, prior, fractions, seed);
    Column[] columns =
        java.util.Arrays.stream(ImageEntry.SCHEMA.fieldNames())
            .map(name -> name.equals("split") ? col("assigned").as(name) : col(name))
            .toArray(Column[]::new);
    Dataset<Row> assigned =
        hashed
            .files()
            .withColumn("key", functions.when(col("label").isNotNull(), KEY))
            .join(splits.select(col("key"), col("split").as("assigned")), "key", "left")
            .select(columns);
    return ImageListing.keep(listing.uri(), listing.form(), assigned, new Path(work, "split"));
  }

  private static Dataset<Row> onExecutors(
      ImageListing hashed,
      Dataset<Row> keyed,
      Dataset<Row> prior,
      SplitFractions fractions,
      long seed) {
    return hashed.isGrouped()
        ? GroupedSplits.of(keyed, prior, fractions, seed)
        : RankedSplits.of(keyed.select("key", "label"), prior, fractions, seed);
  }

  private static Dataset<Row> onDriver(
      Dataset<Row> keyed, List<Row> prior, SplitFractions fractions, long seed) {
    Map<String, Split> priorSplits = new HashMap<>();
    List<SplitItem> items = new ArrayList<>();
    for (Row row : prior) {
      items.add(new SplitItem(row.getString(0), row.getString(1), row.getString(3)));
      priorSplits.put(row.getString(0), Split.parse(row.getString(2)));
    }
    for (Row row : new LinkedHashSet<>(keyed.collectAsList())) {
      items.add(new SplitItem(row.getString(0), row.getString(1), row.getString(2)));
    }
    List<Row> rows = new ArrayList<>();
    StratifiedSplitter.assign(items, fractions, seed, priorSplits)
        .forEach((key, split) -> rows.add(RowFactory.create(key, split.text())));
    return broadcast(
        keyed
            .sparkSession()
            .createDataFrame(
                rows,
                new StructType()
                    .add("key", DataTypes.StringType)
                    .add("split", DataTypes.StringType)));
  }
}
