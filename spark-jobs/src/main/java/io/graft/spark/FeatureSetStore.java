package io.graft.spark;

import static java.util.Comparator.comparing;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.graft.config.OutputMode;
import io.graft.error.UserException;
import io.graft.json.Json;
import io.graft.spark.FeatureSetInfo.Fingerprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A feature set that a run adds to: {@code features/}, {@code quarantine/}, {@code _graft.json},
 * and while it runs {@code _work/RUN/} with its lists. A run that finds the folder of another one
 * in {@code _work/} takes over; the other one, should it still be alive, stops at its next wave.
 */
public final class FeatureSetStore {

  private static final StructType QUARANTINE =
      new StructType()
          .add("uri", DataTypes.StringType)
          .add("reason", DataTypes.StringType)
          .add("message", DataTypes.StringType)
          .add("length", DataTypes.LongType)
          .add("content_hash", DataTypes.StringType)
          .add("label", DataTypes.StringType)
          .add("split", DataTypes.StringType)
          .add("modified_millis", DataTypes.LongType)
          .add("group", DataTypes.StringType);

  private final SparkSession session;
  private final Storage storage;
  private final FileSystem fileSystem;
  private final Path folder;
  private final Path work;
  private final StoredRows features;
  private final StoredRows quarantine;

  FeatureSetStore(SparkSession session, Path folder, List<String> featureColumns) {
    this.session = session;
    this.storage = Storage.of(session);
    this.fileSystem = storage.fileSystem(folder);
    this.folder = fileSystem.makeQualified(folder);
    this.work = new Path(OutputFolder.work(this.folder), UUID.randomUUID().toString());
    this.features =
        new StoredRows(
            session,
            new Path(this.folder, FeatureSet.FEATURES),
            featureSchema(featureColumns),
            FeatureFileFormat.class.getName());
    this.quarantine =
        new StoredRows(
            session, new Path(this.folder, FeatureSet.QUARANTINE), QUARANTINE, "parquet");
  }

  private static StructType featureSchema(List<String> featureColumns) {
    StructType schema =
        new StructType()
            .add("uri", DataTypes.StringType)
            .add("content_hash", DataTypes.StringType)
            .add("label", DataTypes.StringType)
            .add("split", DataTypes.StringType)
            .add("width", DataTypes.IntegerType)
            .add("height", DataTypes.IntegerType);
    for (String column : featureColumns) {
      schema = schema.add(column, DataTypes.createArrayType(DataTypes.FloatType, false));
    }
    return schema
        .add("length", DataTypes.LongType)
        .add("modified_millis", DataTypes.LongType)
        .add("group", DataTypes.StringType);
  }

  /**
   * Makes the folder ready for a run with this fingerprint. What is to be overwritten stays until
   * {@link #removeEarlier()}.
   *
   * @throws UserException when it holds features of another fingerprint, or other things
   */
  void open(Fingerprint fingerprint, OutputMode mode) {
    try {
      if (mode == OutputMode.CREATE) {
        takeUp(fingerprint);
      } else if (fileSystem.exists(folder)) {
        OutputFolder.requireOutput(storage, folder);
      }
      fileSystem.mkdirs(work);
    } catch (IOException failed) {
      throw new UserException(
          "%s can't be written: %s. Check the path and its permissions."
              .formatted(folder, failed.getMessage()),
          failed);
    }
  }

  private void takeUp(Fingerprint fingerprint) throws IOException {
    if (!isEmpty()) {
      storage.completeReplacing(new Path(folder, FeatureSet.INFO));
    }
    Optional<FeatureSetInfo> earlier = FeatureSet.readInfo(storage, folder);
    if (earlier.isPresent()) {
      earlier.get().fingerprint().requireSame(fingerprint, folder);
      features.recover();
      quarantine.recover();
    } else if (fileSystem.exists(folder) && !OutputFolder.isHardlyBegun(storage, folder)) {
      throw new UserException(
          "The output %s exists already and is no feature set. Choose another --out."
              .formatted(folder));
    }
  }

  /** Removes what is to be overwritten; last that by which the folder is known. */
  void removeEarlier() {
    try {
      Path removed = new Path(work, "removed");
      fileSystem.mkdirs(removed);
      List<FileStatus> earlier = new ArrayList<>(List.of(fileSystem.listStatus(folder)));
      earlier.sort(comparing(status -> status.getPath().getName().equals(FeatureSet.INFO)));
      for (FileStatus status : earlier) {
        Path path = status.getPath();
        // Moved, each is gone at once: nobody takes half of the features for all of them.
        if (!path.equals(work.getParent())
            && !fileSystem.rename(path, new Path(removed, path.getName()))) {
          throw new IOException(path + " can't be moved away");
        }
      }
      deleteEarlierWork();
      fileSystem.delete(removed, true);
    } catch (IOException failed) {
      throw new UncheckedIOException("Removing what was in " + folder, failed);
    }
  }

  /** What the last run that finished or died says; read before this one begins. */
  Optional<FeatureSetInfo> earlierInfo() {
    return FeatureSet.readInfo(storage, folder);
  }

  void writeInfo(FeatureSetInfo info) {
    storage.replaceText(new Path(folder, FeatureSet.INFO), Json.write(info));
  }

  /** The folder of this run, for its lists. */
  public Path work() {
    return work;
  }

  /** The folders of earlier runs that did not come to their end, the latest last. */
  List<Path> earlierWork() {
    try {
      List<FileStatus> found = new ArrayList<>();
      for (FileStatus status : fileSystem.listStatus(work.getParent())) {
        if (!status.getPath().equals(work)) {
          found.add(status);
        }
      }
      return found.stream()
          .sorted(comparing(FileStatus::getModificationTime))
          .map(FileStatus::getPath)
          .toList();
    } catch (IOException failed) {
      throw new UncheckedIOException("Listing " + work.getParent(), failed);
    }
  }

  void deleteEarlierWork() {
    earlierWork().forEach(this::delete);
  }

  void deleteWork() {
    delete(work.getParent());
  }

  /**
   * Sees to it that no other run has taken over.
   *
   * @throws UserException when one has
   */
  void requireOwner() {
    if (!storage.exists(work)) {
      throw new UserException(
          "Another run has taken over %s meanwhile, and goes on from here. Let only one at a time write there."
              .formatted(folder));
    }
  }

  /** Whether no run has stored a row yet. */
  boolean isEmpty() {
    return !storage.exists(features.folder()) && !storage.exists(quarantine.folder());
  }

  Dataset<Row> features() {
    return features.read();
  }

  Dataset<Row> quarantine() {
    return quarantine.read();
  }

  /**
   * Commits a wave: its features, then its quarantined files.
   *
   * @param files how many to write the features into
   */
  void append(ImageExtraction wave, List<String> featureColumns, int files) {
    requireOwner();
    features.append(wave.featureColumns(featureColumns).coalesce(files));
    if (!wave.quarantinedByReason().isEmpty()) {
      quarantine.append(wave.quarantined().coalesce(1));
    }
  }

  /** Gives readers of the quarantine a file to find its columns in, also where it is empty. */
  void completeQuarantine() {
    if (!storage.exists(quarantine.folder())) {
      quarantine.append(quarantine.read());
    }
  }

  /** Drops all rows but those of these images. */
  void keepFeatures(Dataset<Row> uris) {
    features.replaceBy(features.read().join(uris.select("uri"), "uri", "left_semi"));
  }

  /** Drops all rows but those of these images. */
  void keepQuarantine(Dataset<Row> uris) {
    quarantine.replaceBy(quarantine.read().join(uris.select("uri"), "uri", "left_semi"));
  }

  /** Every stored row, of either kind: what was listed, its content hash, its reason if any. */
  Dataset<Row> stored() {
    String[] listed = {
      "label", "split", "length", "modified_millis", "content_hash", "group", "reason"
    };
    return features()
        .withColumn("reason", lit(null).cast("string"))
        .select("uri", listed)
        .union(quarantine().select("uri", listed));
  }

  /** How many files do not have exactly one row, or have one without being listed. */
  long unaccounted(ImageListing listing) {
    return listing
        .files()
        .select("uri")
        .withColumn("listed", lit(1))
        .withColumn("stored", lit(0))
        .union(stored().select("uri").withColumn("listed", lit(0)).withColumn("stored", lit(1)))
        .groupBy("uri")
        .agg(sum("listed").as("listed"), sum("stored").as("stored"))
        .filter(col("listed").notEqual(1).or(col("stored").notEqual(1)))
        .count();
  }

  private void delete(Path path) {
    try {
      fileSystem.delete(path, true);
    } catch (IOException failed) {
      throw new UncheckedIOException("Deleting " + path, failed);
    }
  }
}
