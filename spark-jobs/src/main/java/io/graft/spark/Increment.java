package io.graft.spark;

import static org.apache.spark.sql.functions.any_value;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import io.graft.config.Unchanged;
import io.graft.image.QuarantineReason;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;

/**
 * What a run has to do where an earlier one has stored something: which stored rows stand, and
 * which listed files have none that does.
 *
 * @param standing the stored rows that still hold: uri, label, split, content_hash, group, reason
 * @param todo the listed files without one
 * @param unchanged standing rows with features
 * @param changed listed files whose features do not hold any more
 * @param deleted files that have a row and are not listed any more
 * @param stale whether rows have to go, of the features and of the quarantine
 */
record Increment(
    Dataset<Row> standing,
    ImageListing todo,
    long unchanged,
    long changed,
    long deleted,
    Stale stale) {

  /** Stored rows that do not stand. */
  record Stale(long features, long quarantine) {}

  /**
   * Reasons that hold as long as the file is the same. The others may be gone: another permission,
   * a storage that is back, another limit in the configuration.
   */
  private static final Object[] LASTING =
      Stream.of(
              QuarantineReason.UNSUPPORTED,
              QuarantineReason.EMPTY,
              QuarantineReason.TRUNCATED,
              QuarantineReason.NOT_AN_IMAGE,
              QuarantineReason.TIMED_OUT,
              QuarantineReason.CRASHED_DECODER)
          .map(QuarantineReason::text)
          .toArray();

  private static final List<String> STANDING_COLUMNS =
      List.of("uri", "label", "split", "content_hash", "group", "reason");

  private static final String STATE = "state";
  private static final String STANDING = "standing";
  private static final String UNDECIDED = "undecided";
  private static final String CHANGED = "changed";
  private static final String NEW = "new";
  private static final String DELETED = "deleted";

  /** Of a stored row, its columns are named so beside those of the listing. */
  private static final String STORED = "stored_";

  /** Rows of an image, and those of them in the quarantine. */
  private static final String COPIES = "stored_copies";

  private static final String QUARANTINED = "stored_quarantined";

  /**
   * Compares the listing with what is stored.
   *
   * @param stored as {@link FeatureSetStore#stored()} gives it
   * @param work the run's folder
   */
  static Increment of(
      ImageListing listing, Dataset<Row> stored, Unchanged unchanged, long maxBytes, Path work) {
    Dataset<Row> compared =
        keep(compare(listing, once(stored), unchanged), new Path(work, "compared"));
    List<Row> counts = count(compared);
    if (counts.stream().anyMatch(row -> row.getString(0).equals(UNDECIDED))) {
      ImageListing touched = listing.with(inState(compared, UNDECIDED));
      Dataset<Row> hashes =
          ContentHashes.of(touched, maxBytes, new Path(work, "touched"))
              .files()
              .select(col("uri"), col("content_hash").as("found"));
      compared = keep(decide(compared, hashes), new Path(work, "decided"));
      counts = count(compared);
    }
    return of(listing, compared, counts);
  }

  /** Where nothing is stored. */
  static Increment allNew(ImageListing listing) {
    return new Increment(
        listing
            .files()
            .limit(0)
            .withColumn("reason", lit(null).cast("string"))
            .select(STANDING_COLUMNS.stream().map(functions::col).toArray(Column[]::new)),
        listing,
        0,
        0,
        0,
        new Stale(0, 0));
  }

  /**
   * By state and whether a stored row has features: files, their stored rows, those in quarantine.
   */
  private static List<Row> count(Dataset<Row> compared) {
    return compared
        .groupBy(col(STATE), coalesce(col(QUARANTINED).lt(col(COPIES)), lit(false)).as("features"))
        .agg(functions.count(lit(1)), functions.sum(COPIES), functions.sum(QUARANTINED))
        .collectAsList();
  }

  private static Increment of(ImageListing listing, Dataset<Row> compared, List<Row> counted) {
    long unchanged = 0;
    long changed = 0;
    long deleted = 0;
    long staleFeatures = 0;
    long staleQuarantine = 0;
    long todo = 0;
    for (Row row : counted) {
      String state = row.getString(0);
      boolean features = row.getBoolean(1);
      long files = row.getLong(2);
      todo += state.equals(NEW) || state.equals(CHANGED) ? files : 0;
      if (state.equals(STANDING)) {
        unchanged += features ? files : 0;
      } else if (!state.equals(NEW)) {
        changed += features && state.equals(CHANGED) ? files : 0;
        deleted += state.equals(DELETED) ? files : 0;
        staleFeatures += row.getLong(3) - row.getLong(4);
        staleQuarantine += row.getLong(4);
      }
    }
    return new Increment(
        compared
            .filter(col(STATE).equalTo(STANDING))
            .select(
                STANDING_COLUMNS.stream()
                    .map(name -> col(name.equals("uri") ? name : STORED + name).as(name))
                    .toArray(Column[]::new)),
        todo == 0 ? listing.ofNone() : listing.with(inState(compared, NEW, CHANGED)),
        unchanged,
        changed,
        deleted,
        new Stale(staleFeatures, staleQuarantine));
  }

  /** One row an image; of several that two runs at a time have written, it tells how many. */
  private static Dataset<Row> once(Dataset<Row> stored) {
    List<Column> columns =
        Arrays.stream(stored.columns())
            .filter(name -> !name.equals("uri"))
            .map(name -> any_value(col(name)).as(STORED + name))
            .collect(Collectors.toList());
    columns.add(functions.count("reason").as(QUARANTINED));
    return stored
        .groupBy("uri")
        .agg(functions.count(lit(1)).as(COPIES), columns.toArray(Column[]::new));
  }

  private static Dataset<Row> compare(
      ImageListing listing, Dataset<Row> stored, Unchanged unchanged) {
    Column time = unchanged == Unchanged.BY_CONTENT ? sameContent() : sameTime();
    Column hashable = col(STORED + "content_hash").isNotNull().and(col("content_hash").isNull());
    Column state =
        when(col(COPIES).isNull(), NEW)
            .when(col("length").isNull(), DELETED)
            .when(not(mayStand(listing)), CHANGED)
            .when(time.or(sameContent()), STANDING)
            .when(hashable, UNDECIDED)
            .when(sameTime(), STANDING)
            .otherwise(CHANGED);
    return listing.files().join(stored, "uri", "full_outer").withColumn(STATE, state);
  }

  private static Dataset<Row> decide(Dataset<Row> compared, Dataset<Row> hashes) {
    return compared
        .join(hashes, "uri", "left")
        .withColumn("content_hash", coalesce(col("found"), col("content_hash")))
        .withColumn(
            STATE,
            when(not(col(STATE).equalTo(UNDECIDED)), col(STATE))
                .when(sameContent(), STANDING)
                .otherwise(CHANGED))
        .drop("found");
  }

  private static Column mayStand(ImageListing listing) {
    Column may =
        col(COPIES)
            .equalTo(1)
            .and(col(STORED + "reason").isNull().or(col(STORED + "reason").isin(LASTING)))
            .and(col("length").equalTo(col(STORED + "length")))
            .and(col("label").eqNullSafe(col(STORED + "label")))
            .and(col("group").eqNullSafe(col(STORED + "group")));
    return listing.isSplit() ? may.and(col("split").eqNullSafe(col(STORED + "split"))) : may;
  }

  /** A pack may know no times, but it knows hashes; where both are known they decide. */
  private static Column sameTime() {
    return col("modified_millis")
        .equalTo(col(STORED + "modified_millis"))
        .and(
            coalesce(
                col("content_hash").equalTo(col(STORED + "content_hash")),
                col("modified_millis").notEqual(0)));
  }

  private static Column sameContent() {
    return coalesce(col("content_hash").equalTo(col(STORED + "content_hash")), lit(false));
  }

  /** The listed files in one of these states, as the listing has them. */
  private static Dataset<Row> inState(Dataset<Row> compared, Object... states) {
    return compared
        .filter(col(STATE).isin(states))
        .select(
            Stream.of(ImageEntry.SCHEMA.fieldNames()).map(functions::col).toArray(Column[]::new));
  }

  private static Dataset<Row> keep(Dataset<Row> rows, Path folder) {
    rows.write().mode(SaveMode.Overwrite).parquet(folder.toString());
    return rows.sparkSession().read().schema(rows.schema()).parquet(folder.toString());
  }
}
