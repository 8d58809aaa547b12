package io.graft.spark;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Every listed file through a frozen network, once: rows with features on one side, quarantined
 * files with their reasons on the other. The rows are kept on the executors' disks until this is
 * closed.
 */
public final class ImageExtraction implements AutoCloseable {

  private static final int MAX_IMAGES_PER_TASK = 1024;
  private static final int TASKS_PER_CORE = 4;

  private final Dataset<ImageRow> rows;

  private ImageExtraction(Dataset<ImageRow> rows) {
    this.rows = rows;
  }

  /**
   * Computes all rows, showing progress.
   *
   * @param what is done, for the progress
   * @throws IllegalStateException when a listed file is neither extracted nor quarantined
   */
  public static ImageExtraction run(
      SparkSession session,
      String what,
      ImageListing listing,
      NetworkSpec spec,
      LabelRule labelRule) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    LongAccumulator done = session.sparkContext().longAccumulator();
    ExtractFn extract =
        new ExtractFn(
            context.broadcast(spec),
            context.broadcast(
                new SerializableConfiguration(session.sparkContext().hadoopConfiguration())),
            labelRule,
            done);
    JavaRDD<ImageRow> extracted =
        context.parallelize(spread(listing), tasks(context, listing, spec)).mapPartitions(extract);
    Dataset<ImageRow> rows =
        session
            .createDataset(extracted.rdd(), Encoders.bean(ImageRow.class))
            .persist(StorageLevel.DISK_ONLY());
    int listed = listing.entries().size();
    long counted = Progress.during(what, listed, done::value, rows::count);
    if (counted != listed) {
      throw new IllegalStateException(listed + " files listed, but " + counted + " came back");
    }
    return new ImageExtraction(rows);
  }

  /** The extracted images; the features of all cuts are in {@code features}. */
  public Dataset<ImageRow> extracted() {
    return rows.filter(col("reason").isNull());
  }

  /** The extracted images with the columns of a feature set. */
  public Dataset<Row> featureColumns(List<String> columnNames) {
    List<Column> columns = new ArrayList<>(imageColumns());
    for (int i = 0; i < columnNames.size(); i++) {
      columns.add(col("features").getItem(i).as(columnNames.get(i)));
    }
    return extracted().select(columns.toArray(Column[]::new));
  }

  /** The columns that describe an image, under their contract names. */
  public static List<Column> imageColumns() {
    return List.of(
        col("uri"),
        col("contentHash").as("content_hash"),
        col("label"),
        col("split"),
        col("width"),
        col("height"));
  }

  /** Quarantined files: uri, reason, message, length. */
  public Dataset<Row> quarantined() {
    return rows.filter(col("reason").isNotNull())
        .select(col("uri"), col("reason"), col("message"), col("length"));
  }

  /** How many files were quarantined for each reason. */
  public Map<String, Long> quarantinedByReason() {
    Map<String, Long> counts = new TreeMap<>();
    for (Row row : quarantined().groupBy("reason").count().collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
    }
    return counts;
  }

  @Override
  public void close() {
    rows.unpersist();
  }

  /**
   * In an order in which neighbours have nothing in common, so that no task gets all the big ones.
   */
  private static List<ImageEntry> spread(ImageListing listing) {
    return listing.entries().stream()
        .sorted(Comparator.comparingInt(entry -> Integer.reverse(entry.uri().hashCode() * 31)))
        .toList();
  }

  private static int tasks(JavaSparkContext context, ImageListing listing, NetworkSpec spec) {
    int images = listing.entries().size();
    int wanted = context.defaultParallelism() * TASKS_PER_CORE;
    int perTask = Math.min(MAX_IMAGES_PER_TASK, (images + wanted - 1) / wanted);
    int batch = spec.engine().batchSize();
    int wholeBatches = (perTask + batch - 1) / batch * batch;
    return (images + wholeBatches - 1) / wholeBatches;
  }
}
