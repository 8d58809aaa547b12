package io.graft.spark;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Images that went through a frozen network, once: rows with features on one side, quarantined
 * files with their reasons on the other. The rows are kept on the executors' disks until this is
 * closed.
 */
public final class ImageExtraction implements AutoCloseable {

  private final Dataset<ImageRow> rows;
  private final Map<String, Long> quarantinedByReason;

  ImageExtraction(Dataset<ImageRow> rows, Map<String, Long> quarantinedByReason) {
    this.rows = rows;
    this.quarantinedByReason = quarantinedByReason;
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
    columns.add(col("length"));
    columns.add(col("modifiedMillis").as("modified_millis"));
    columns.add(col("group"));
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

  /** Quarantined files: uri, reason, message, length, and what was known of them before. */
  public Dataset<Row> quarantined() {
    return rows.filter(col("reason").isNotNull())
        .select(
            col("uri"),
            col("reason"),
            col("message"),
            col("length"),
            col("contentHash").as("content_hash"),
            col("label"),
            col("split"),
            col("modifiedMillis").as("modified_millis"),
            col("group"));
  }

  /** How many files were quarantined for each reason. */
  public Map<String, Long> quarantinedByReason() {
    return quarantinedByReason;
  }

  static Map<String, Long> countByReason(Dataset<Row> quarantined) {
    Map<String, Long> counts = new TreeMap<>();
    for (Row row : quarantined.groupBy("reason").count().collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
    }
    return counts;
  }

  @Override
  public void close() {
    rows.unpersist();
  }
}
