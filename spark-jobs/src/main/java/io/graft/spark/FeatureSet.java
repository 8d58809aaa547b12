package io.graft.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;

import com.typesafe.config.ConfigFactory;
import io.graft.config.BackboneConfig;
import io.graft.dataset.LabelIndex;
import io.graft.error.UserException;
import io.graft.image.Preprocessing;
import io.graft.json.Json;
import io.graft.model.BaseModel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * A stored feature set: {@code features/} and {@code quarantine/}, both plain Parquet, and {@code
 * _graft.json}.
 */
public record FeatureSet(Path folder, FeatureSetInfo info, Dataset<Row> features) {

  private static final String FEATURES = "features";
  private static final String QUARANTINE = "quarantine";
  private static final String INFO = "_graft.json";

  /** The column of a cut layer; Parquet readers dislike some characters in names. */
  public static String columnName(String layer) {
    return "features_" + layer.replaceAll("[ ,;{}()\\n\\t=/.]", "_");
  }

  /** Writes the rows into a folder; the info follows with {@link #writeInfo}. */
  static void writeRows(Path folder, Dataset<Row> features, Dataset<Row> quarantined) {
    features.write().mode(SaveMode.ErrorIfExists).parquet(new Path(folder, FEATURES).toString());
    quarantined
        .coalesce(1)
        .write()
        .mode(SaveMode.ErrorIfExists)
        .parquet(new Path(folder, QUARANTINE).toString());
  }

  static void writeInfo(Storage storage, Path folder, FeatureSetInfo info) {
    storage.writeText(new Path(folder, INFO), Json.write(info));
  }

  /**
   * Counts what was written.
   *
   * @throws IllegalStateException when it is not every listed file once
   */
  static void requireWhole(SparkSession session, Path folder, long listed) {
    long extracted = readRows(session, folder).count();
    long quarantined = session.read().parquet(new Path(folder, QUARANTINE).toString()).count();
    if (extracted + quarantined != listed) {
      throw new IllegalStateException(
          "%d files listed, but %d extracted and %d quarantined"
              .formatted(listed, extracted, quarantined));
    }
  }

  static Dataset<Row> readRows(SparkSession session, Path folder) {
    return session.read().parquet(new Path(folder, FEATURES).toString());
  }

  /**
   * Opens a feature set.
   *
   * @throws UserException when there is none, or it is not whole
   */
  public static FeatureSet open(SparkSession session, String uri) {
    Storage storage = Storage.of(session);
    Path folder = Storage.path(uri);
    if (!storage.exists(new Path(folder, INFO))) {
      throw new UserException(
          "%s is no complete feature set: it has no %s. Make one with extract-features."
              .formatted(uri, INFO));
    }
    FeatureSetInfo info =
        Json.read(
            new Path(folder, INFO).toString(),
            storage.readText("The feature set", new Path(folder, INFO)),
            FeatureSetInfo.class);
    return new FeatureSet(folder, info, readRows(session, folder));
  }

  /**
   * The column of the cut that is asked for, or the only one.
   *
   * @throws UserException when the features were made with another base model, preprocessing, cut
   *     or pooling: they are never mixed
   */
  public FeatureSetInfo.Column columnFor(BaseModel model, BackboneConfig backbone) {
    FeatureSetInfo.Fingerprint made = info.fingerprint();
    refuseUnlessSame("base model", made.baseModelSha256(), model.sha256());
    refuseUnlessSame(
        "preprocessing",
        Preprocessing.fromConfig(ConfigFactory.parseMap(made.preprocessing())),
        model.preprocessing());
    String layers =
        made.columns().stream().map(FeatureSetInfo.Column::layer).collect(Collectors.joining(", "));
    FeatureSetInfo.Column column =
        made.columns().stream()
            .filter(c -> backbone.cut().isEmpty() || c.layer().equals(backbone.cut().get()))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserException(
                        "The feature set %s has no features of layer '%s', only of %s. Extract them with --cut %s."
                            .formatted(
                                folder, backbone.cut().get(), layers, backbone.cut().get())));
    if (backbone.cut().isPresent()) {
      refuseUnlessSame("pooling", column.pooling(), backbone.pooling().text());
    }
    return column;
  }

  /**
   * The classes.
   *
   * @throws UserException when there are not at least two
   */
  public LabelIndex requireClasses() {
    if (info.labels().size() < 2) {
      throw new UserException(
          "The feature set %s has the classes %s: a classifier needs at least two. Extract labelled images (CLASS/FILE)."
              .formatted(folder, info.labels()));
    }
    return LabelIndex.inOrder(info.labels());
  }

  private void refuseUnlessSame(String what, Object made, Object asked) {
    if (!made.equals(asked)) {
      throw new UserException(
          "The feature set %s was made with another %s (%s) than the one asked for (%s). Extract the features again, or use the same."
              .formatted(folder, what, made, asked));
    }
  }

  /** SHA-256 over content hash, label and split of every image, in sorted order. */
  static String dataSetHash(Dataset<Row> features) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      Iterator<Row> lines =
          features
              .select(concat_ws("\t", col("content_hash"), col("label"), col("split")).as("line"))
              .sort("line")
              .toLocalIterator();
      while (lines.hasNext()) {
        digest.update((lines.next().getString(0) + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
