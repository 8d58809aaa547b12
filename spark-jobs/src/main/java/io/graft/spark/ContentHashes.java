package io.graft.spark;

import io.graft.dataset.ContentHash;
import io.graft.image.BadImageException;
import io.graft.spark.ImageListing.Form;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;

/** Reads listed files for their content hashes. */
final class ContentHashes {

  private static final long FILES_PER_TASK = 512;

  private ContentHashes() {}

  /**
   * The listing with the content hash of every file that can be read, kept in the folder; what has
   * one keeps it, as a pack does.
   */
  static ImageListing of(ImageListing listing, long maxBytes, Path folder) {
    if (listing.form() == Form.PACK) {
      return listing;
    }
    SparkSession session = listing.files().sparkSession();
    LongAccumulator done = session.sparkContext().longAccumulator();
    Broadcast<SerializableConfiguration> hadoop =
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .broadcast(new SerializableConfiguration(session.sparkContext().hadoopConfiguration()));
    long most =
        Math.max(session.sparkContext().defaultParallelism(), listing.count() / FILES_PER_TASK);
    int tasks = Math.toIntExact(Math.max(1, Math.min(most, listing.count())));
    JavaRDD<Row> hashed =
        listing
            .files()
            .repartition(tasks)
            .javaRDD()
            .map(
                row -> {
                  ImageEntry entry = ImageEntry.of(row);
                  ImageFiles files = new ImageFiles(hadoop.value().value(), maxBytes);
                  String known = entry.contentHash();
                  String hash = known == null ? hash(entry, files) : known;
                  done.add(1);
                  return entry.withContentHash(hash).toRow();
                });
    return Progress.during(
        "hash",
        listing.count(),
        done::value,
        () ->
            ImageListing.keep(
                listing.uri(),
                listing.form(),
                session.createDataFrame(hashed, ImageEntry.SCHEMA),
                folder));
  }

  /** Null for a file that can't be read: the extraction will quarantine it. */
  private static String hash(ImageEntry entry, ImageFiles files) {
    try {
      return ContentHash.of(files.read(entry.uri()));
    } catch (BadImageException unreadable) {
      return null;
    }
  }
}
