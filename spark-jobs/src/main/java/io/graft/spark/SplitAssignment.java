package io.graft.spark;

import io.graft.config.GraftConfig;
import io.graft.dataset.ContentHash;
import io.graft.dataset.Split;
import io.graft.dataset.SplitFractions;
import io.graft.dataset.SplitItem;
import io.graft.dataset.StratifiedSplitter;
import io.graft.image.BadImageException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Gives images without splits their split. It reads every file once for its content hash, so that
 * equal bytes come into the same split and the classes keep their shares exactly.
 */
public final class SplitAssignment {

  private static final int FILES_PER_TASK = 512;

  private SplitAssignment() {}

  /** The listing with the splits that the configuration asks for, by its seed. */
  public static ImageListing assign(
      SparkSession session, ImageListing listing, GraftConfig config) {
    return assign(session, listing, config.split(), config.engine().maxBytes(), config.seed());
  }

  /**
   * The listing with a split for every labelled file that can be read. A listing that comes with
   * splits, or without labels, is given back as it is.
   */
  public static ImageListing assign(
      SparkSession session,
      ImageListing listing,
      SplitFractions fractions,
      long maxBytes,
      long seed) {
    if (listing.isSplit() || !listing.isLabelled()) {
      return listing;
    }
    Map<String, String> hashByUri = hashes(session, listing, maxBytes);
    List<SplitItem> items =
        listing.entries().stream()
            .filter(entry -> entry.label() != null && hashByUri.containsKey(entry.uri()))
            .map(entry -> new SplitItem(hashByUri.get(entry.uri()), entry.label()))
            .toList();
    Map<String, Split> splitByHash = StratifiedSplitter.assign(items, fractions, seed);
    return new ImageListing(
        listing.uri(),
        listing.entries().stream()
            .map(entry -> entry.withSplit(split(hashByUri.get(entry.uri()), splitByHash)))
            .toList());
  }

  private static Split split(String hash, Map<String, Split> splitByHash) {
    return hash == null ? null : splitByHash.get(hash);
  }

  private static Map<String, String> hashes(
      SparkSession session, ImageListing listing, long maxBytes) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(
            new SerializableConfiguration(session.sparkContext().hadoopConfiguration()));
    LongAccumulator done = session.sparkContext().longAccumulator();
    int files = listing.entries().size();
    int tasks = Math.max(context.defaultParallelism(), files / FILES_PER_TASK);
    List<Tuple2<String, String>> hashes =
        Progress.during(
            "hash",
            files,
            done::value,
            () ->
                context
                    .parallelize(listing.entries(), Math.min(tasks, files))
                    .map(
                        entry ->
                            hash(entry, new ImageFiles(hadoop.value().value(), maxBytes), done))
                    .collect());
    Map<String, String> hashByUri = new HashMap<>();
    for (Tuple2<String, String> hash : hashes) {
      if (!hash._2().isEmpty()) {
        hashByUri.put(hash._1(), hash._2());
      }
    }
    return hashByUri;
  }

  /** An unreadable file has no hash and no split; the extraction will quarantine it. */
  private static Tuple2<String, String> hash(
      ImageEntry entry, ImageFiles files, LongAccumulator done) {
    Optional<byte[]> bytes = readable(entry, files);
    done.add(1);
    return new Tuple2<>(entry.uri(), bytes.map(ContentHash::of).orElse(""));
  }

  private static Optional<byte[]> readable(ImageEntry entry, ImageFiles files) {
    try {
      return Optional.of(files.read(entry.uri()));
    } catch (BadImageException unreadable) {
      return Optional.empty();
    }
  }
}
