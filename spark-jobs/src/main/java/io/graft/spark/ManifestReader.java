package io.graft.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.trim;

import io.graft.dataset.Split;
import io.graft.error.UserException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads a manifest: CSV with a header, or Parquet, with the columns uri, label and maybe split and
 * group.
 */
record ManifestReader(SparkSession session, Storage storage) {

  private static final List<String> COLUMNS = List.of("uri", "label", "split", "group");

  /**
   * The manifest's files with their lengths and times, which the executors ask for.
   *
   * @throws UserException when a row has no URI, or two rows contradict each other
   */
  Dataset<Row> read(Path manifest) {
    boolean csv = manifest.getName().toLowerCase(Locale.ROOT).endsWith(".csv");
    Dataset<Row> rows =
        csv
            // A quote within quotes is doubled (RFC 4180); Spark would take a backslash for that.
            ? session.read().option("header", true).option("escape", "\"").csv(manifest.toString())
            : session.read().parquet(manifest.toString());
    requireColumns(manifest, rows);
    Dataset<Row> named = asText(rows);
    requireUris(manifest, named);
    return once(manifest, files(manifest, named));
  }

  private static void requireColumns(Path manifest, Dataset<Row> rows) {
    if (!Set.of(rows.columns()).contains("uri")) {
      throw new UserException(
          "The manifest %s has the columns %s: it needs uri, label and, where the images are split already, split; group where some belong together."
              .formatted(manifest, String.join(", ", rows.columns())));
    }
  }

  private static void requireUris(Path manifest, Dataset<Row> rows) {
    List<Row> without =
        rows.filter(col("uri").isNull().or(trim(col("uri")).equalTo(""))).takeAsList(1);
    if (!without.isEmpty()) {
      throw new UserException(
          "The manifest %s has a row without uri: %s.".formatted(manifest, without.get(0)));
    }
  }

  /** The columns as text; null where the manifest lacks one. */
  private static Dataset<Row> asText(Dataset<Row> rows) {
    Set<String> present = Set.of(rows.columns());
    return rows.select(
            COLUMNS.stream()
                .map(name -> present.contains(name) ? rows.col(name) : lit(null))
                .map(column -> column.cast(DataTypes.StringType))
                .toArray(Column[]::new))
        .toDF(COLUMNS.toArray(String[]::new))
        .withColumn("group", ImageEntry.groupOf(col("group")));
  }

  private Dataset<Row> files(Path manifest, Dataset<Row> rows) {
    Path folder = storage.fileSystem(manifest).makeQualified(manifest).getParent();
    String base = folder.toString();
    Broadcast<SerializableConfiguration> hadoop =
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .broadcast(new SerializableConfiguration(session.sparkContext().hadoopConfiguration()));
    return session.createDataFrame(
        rows.javaRDD().mapPartitions(part -> look(part, base, hadoop.value().value())),
        ImageEntry.SCHEMA);
  }

  private static Iterator<Row> look(Iterator<Row> rows, String base, Configuration hadoop) {
    ImageFiles files = new ImageFiles(hadoop, Long.MAX_VALUE);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
        .map(row -> entry(row, base, files).toRow())
        .iterator();
  }

  private static ImageEntry entry(Row row, String base, ImageFiles files) {
    String split = row.getString(2);
    ImageFiles.State state = files.state(files.resolve(base, row.getString(0)));
    return new ImageEntry(
        state.uri(),
        row.getString(1),
        split == null ? null : Split.parse(split),
        state.length(),
        state.modifiedMillis(),
        null,
        row.getString(3));
  }

  /**
   * A file that stands in the manifest twice is one image; with two labels, say, it is an error.
   */
  private static Dataset<Row> once(Path manifest, Dataset<Row> files) {
    Dataset<Row> grouped =
        files
            .groupBy("uri")
            .agg(
                min("label").as("label"),
                min("split").as("split"),
                max("length").as("length"),
                max("modified_millis").as("modified_millis"),
                first("content_hash").as("content_hash"),
                min("group").as("group"),
                max("label").as("other_label"),
                max("split").as("other_split"),
                max("group").as("other_group"));
    List<Row> contradictions =
        grouped
            .filter(
                col("label")
                    .notEqual(col("other_label"))
                    .or(col("split").notEqual(col("other_split")))
                    .or(col("group").notEqual(col("other_group"))))
            .takeAsList(1);
    if (!contradictions.isEmpty()) {
      throw new UserException(
          "The manifest %s names %s twice, with different labels, splits or groups: %s. Name each file once."
              .formatted(manifest, contradictions.get(0).getString(0), contradictions.get(0)));
    }
    return grouped.select(
        java.util.Arrays.stream(ImageEntry.SCHEMA.fieldNames())
            .map(functions::col)
            .toArray(Column[]::new));
  }
}
