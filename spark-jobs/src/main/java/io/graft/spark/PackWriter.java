package io.graft.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;

import io.graft.dataset.ContentHash;
import io.graft.image.BadImageException;
import io.graft.json.Json;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Packs listed images into Parquet: one row a file, in no order, so that every file of the pack is
 * a fair sample. A file that can't be read has a row too, with its reason instead of content.
 */
public record PackWriter(SparkSession session, long maxBytes) {

  private static final StructType SCHEMA =
      ImageEntry.SCHEMA
          .add(ImagePack.CONTENT, DataTypes.BinaryType)
          .add("reason", DataTypes.StringType)
          .add("message", DataTypes.StringType);

  /**
   * What {@code _pack.json} says.
   *
   * @param images the folder or manifest they came from
   * @param listed files; all of them have a row
   * @param quarantinedByReason those without content
   */
  public record Info(String images, long listed, Map<String, Long> quarantinedByReason) {

    public long quarantined() {
      return quarantinedByReason.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Writes the pack into the folder, its {@code _pack.json} last.
   *
   * @throws IllegalStateException when not every listed file has its row
   */
  public Info write(ImageListing listing, Path folder) {
    Path rows = new Path(folder, ImagePack.ROWS);
    LongAccumulator done = session.sparkContext().longAccumulator();
    Dataset<Row> packed = session.createDataFrame(read(listing, done), SCHEMA);
    Progress.during(
        "pack",
        listing.count(),
        done::value,
        () -> {
          PackFiles.write(packed, SaveMode.Append, rows);
          return null;
        });
    Dataset<Row> written = session.read().parquet(rows.toString());
    if (written.count() != listing.count()) {
      throw new IllegalStateException(
          "%d files listed, but %d rows written".formatted(listing.count(), written.count()));
    }
    Info info =
        new Info(
            listing.uri(),
            listing.count(),
            ImageExtraction.countByReason(written.filter(col("reason").isNotNull())));
    Storage.of(session).writeText(new Path(folder, ImagePack.INFO), Json.write(info));
    return info;
  }

  private JavaRDD<Row> read(ImageListing listing, LongAccumulator done) {
    Broadcast<SerializableConfiguration> hadoop =
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .broadcast(new SerializableConfiguration(session.sparkContext().hadoopConfiguration()));
    long limit = maxBytes;
    return listing
        .files()
        .repartition(files(listing))
        .javaRDD()
        .map(
            row -> {
              Row packed = pack(ImageEntry.of(row), new ImageFiles(hadoop.value().value(), limit));
              done.add(1);
              return packed;
            });
  }

  private int files(ImageListing listing) {
    long bytes = listing.files().agg(sum("length")).first().getLong(0);
    return PackFiles.count(session, bytes);
  }

  private static Row pack(ImageEntry entry, ImageFiles files) {
    try {
      byte[] bytes = files.read(entry.uri());
      return row(entry.withContentHash(ContentHash.of(bytes)), bytes.length, bytes, null, null);
    } catch (BadImageException bad) {
      return row(entry, entry.length(), null, bad.reason().text(), bad.getMessage());
    }
  }

  private static Row row(
      ImageEntry entry, long length, byte[] content, String reason, String message) {
    return RowFactory.create(
        entry.uri(),
        entry.label(),
        entry.split() == null ? null : entry.split().text(),
        length,
        entry.modifiedMillis(),
        entry.contentHash(),
        entry.group(),
        content,
        reason,
        message);
  }
}
