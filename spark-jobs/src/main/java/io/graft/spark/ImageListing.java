package io.graft.spark;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.graft.dataset.LabelIndex;
import io.graft.dataset.Split;
import io.graft.error.UserException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;

/**
 * The files of an image set, as rows of {@link ImageEntry#SCHEMA} on the executors: the driver
 * holds only what is said here of all of them.
 *
 * @param uri the folder, manifest or pack they were listed from
 * @param form how the images are stored
 * @param files one row a file; its URI stands in one row only
 * @param count of the files
 * @param labelNames the distinct labels
 * @param countBySplit how many files each split has
 * @param withGroup how many files have a group
 */
public record ImageListing(
    String uri,
    Form form,
    Dataset<Row> files,
    long count,
    List<String> labelNames,
    Map<Split, Long> countBySplit,
    long withGroup) {

  /**
   * What is said of all files: their count, labels, how many each split and how many a group has.
   */
  private static final Column FACTS =
      struct(
          functions.count(lit(1)),
          collect_set(col("label")),
          array(
              Arrays.stream(Split.values())
                  .map(split -> functions.count(when(col("split").equalTo(split.text()), 1)))
                  .toArray(Column[]::new)),
          functions.count(col("group")));

  /** How the images of a set are stored. */
  public enum Form {
    /** Each in a file of its own. */
    FILES,
    /** Together in Parquet, as {@code graft pack} writes them. */
    PACK
  }

  /**
   * Keeps the rows in the folder, so that all that follows sees the same, and counts them while
   * they are written.
   */
  static ImageListing keep(String uri, Form form, Dataset<Row> files, Path folder) {
    Observation written = new Observation();
    files
        .observe(written, FACTS.as("facts"))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(folder.toString());
    try {
      return of(
          uri,
          form,
          files.sparkSession().read().schema(files.schema()).parquet(folder.toString()),
          (Row) written.getAsJava().get("facts"));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while listing " + uri, interrupted);
    }
  }

  static ImageListing of(String uri, Form form, Dataset<Row> files) {
    return of(uri, form, files, files.agg(FACTS).first().getStruct(0));
  }

  private static ImageListing of(String uri, Form form, Dataset<Row> files, Row facts) {
    List<Long> countBySplit = facts.getList(2);
    return new ImageListing(
        uri,
        form,
        files,
        facts.getLong(0),
        List.copyOf(facts.getList(1)),
        Arrays.stream(Split.values())
            .collect(Collectors.toMap(split -> split, split -> countBySplit.get(split.ordinal()))),
        facts.getLong(3));
  }

  public boolean isLabelled() {
    return !labelNames.isEmpty();
  }

  public boolean isSplit() {
    return Arrays.stream(Split.values()).anyMatch(split -> count(split) > 0);
  }

  /** How many files the split has. */
  public long count(Split split) {
    return countBySplit.getOrDefault(split, 0L);
  }

  /** Whether images belong together in groups. */
  public boolean isGrouped() {
    return withGroup > 0;
  }

  /** The classes of a labelled listing. */
  public LabelIndex labels() {
    return LabelIndex.of(labelNames);
  }

  /**
   * The classes.
   *
   * @throws UserException when there are not at least two
   */
  public LabelIndex requireClasses() {
    if (!isLabelled()) {
      throw new UserException(
          "%s holds images without classes. Put them into one folder a class (CLASS/FILE), or give a manifest with columns uri,label."
              .formatted(uri));
    }
    LabelIndex labels = labels();
    if (labels.size() == 1) {
      throw new UserException(
          "%s holds one class only, '%s': a classifier needs at least two."
              .formatted(uri, labels.name(0)));
    }
    return labels;
  }

  /**
   * Refuses a listing in which some labelled files have a split and others not: those would be lost
   * to training and measuring alike.
   *
   * @throws UserException naming the first without
   */
  void requireWholeSplits() {
    if (!isSplit()) {
      return;
    }
    Row first =
        files
            .agg(min(when(col("label").isNotNull().and(col("split").isNull()), col("uri"))))
            .first();
    if (!first.isNullAt(0)) {
      throw new UserException(
          "%s gives some images a split, but not %s. Give every image one, or none."
              .formatted(uri, first.getString(0)));
    }
  }

  /** The same set, of these files. */
  ImageListing with(Dataset<Row> otherFiles) {
    return of(uri, form, otherFiles);
  }

  /** The same set, of no files. */
  ImageListing ofNone() {
    return new ImageListing(uri, form, files.limit(0), 0, List.of(), Map.of(), 0);
  }

  public ImageListing only(Split split) {
    return with(files.filter(col("split").equalTo(split.text())));
  }
}
