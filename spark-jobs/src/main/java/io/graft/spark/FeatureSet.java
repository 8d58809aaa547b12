package io.graft.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;

import com.typesafe.config.ConfigFactory;
import io.graft.config.BackboneConfig;
import io.graft.dataset.LabelIndex;
import io.graft.dataset.Split;
import io.graft.error.UserException;
import io.graft.image.Preprocessing;
import io.graft.json.Json;
import io.graft.model.BaseModel;
import io.graft.model.Pooling;
import io.graft.spark.ImageListing.Form;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * A stored feature set: {@code features/} and {@code quarantine/}, both plain Parquet, and {@code
 * _graft.json}.
 */
public record FeatureSet(Path folder, FeatureSetInfo info, Dataset<Row> features) {

  static final String FEATURES = "features";
  static final String QUARANTINE = "quarantine";
  static final String INFO = "_graft.json";

  private static final String GROUP = "group";

  /** Rows that the driver holds at once when it goes through them in order. */
  private static final long ROWS_AT_ONCE = 50_000;

  /** The column of a cut layer; Parquet readers dislike some characters in names. */
  public static String columnName(String layer) {
    return "features_" + layer.replaceAll("[ ,;{}()\\n\\t=/.]", "_");
  }

  /** What {@code _graft.json} of the folder says, where there is one. */
  static Optional<FeatureSetInfo> readInfo(Storage storage, Path folder) {
    Path file = new Path(folder, INFO);
    return storage.exists(file)
        ? Optional.of(
            Json.read(
                file.toString(), storage.readText("The feature set", file), FeatureSetInfo.class))
        : Optional.empty();
  }

  /**
   * Opens a feature set.
   *
   * @throws UserException when there is none, or it is not complete and has to be
   */
  public static FeatureSet open(SparkSession session, String uri, Completeness wanted) {
    Path folder = Storage.path(uri);
    FeatureSetInfo info =
        readInfo(Storage.of(session), folder)
            .orElseThrow(
                () ->
                    new UserException(
                        "%s is no feature set: it has no %s. Make one with extract-features."
                            .formatted(uri, INFO)));
    if (!info.complete() && wanted == Completeness.COMPLETE) {
      throw new UserException(
          "The feature set %s is not complete: its extraction is still at work, or was killed. Run the same extract-features again, which goes on where it was; or take what is there with --incomplete."
              .formatted(uri));
    }
    return new FeatureSet(folder, info, rows(session, new Path(folder, FEATURES)));
  }

  /** Rows with a group, which sets of earlier versions lack in some of their files or in all. */
  private static Dataset<Row> rows(SparkSession session, Path parquet) {
    Dataset<Row> rows = session.read().parquet(parquet.toString());
    return Set.of(rows.columns()).contains(GROUP)
        ? rows
        : session
            .read()
            .schema(rows.schema().add(GROUP, DataTypes.StringType))
            .parquet(parquet.toString());
  }

  /** How much of a set a reader needs. */
  public enum Completeness {
    COMPLETE,
    /** What the waves so far have committed will do. */
    SO_FAR
  }

  /** The images of a split, quarantined ones too, as they were listed. */
  public ImageListing images(Split split) {
    Dataset<Row> quarantined = rows(features.sparkSession(), new Path(folder, QUARANTINE));
    return listing(split, features.select(listed()).union(quarantined.select(listed())));
  }

  /** The images of a split that have features, as they were listed. */
  ImageListing extracted(Split split) {
    return listing(split, features.select(listed()));
  }

  private ImageListing listing(Split split, Dataset<Row> files) {
    boolean isPack = ImagePack.isPack(features.sparkSession(), Storage.path(info.images()));
    return ImageListing.of(
        info.images(),
        isPack ? Form.PACK : Form.FILES,
        files.filter(col("split").equalTo(split.text())));
  }

  private static Column[] listed() {
    return Arrays.stream(ImageEntry.SCHEMA.fieldNames()).map(functions::col).toArray(Column[]::new);
  }

  /**
   * The columns of the cuts that are asked for, in their order, or the only one.
   *
   * @throws UserException when the features were made with another base model, preprocessing, cut
   *     or pooling: they are never mixed
   */
  public List<FeatureSetInfo.Column> columnsFor(BaseModel model, BackboneConfig backbone) {
    FeatureSetInfo.Fingerprint made = info.fingerprint();
    refuseUnlessSame("base model", made.baseModelSha256(), model.sha256());
    refuseUnlessSame(
        "preprocessing",
        Preprocessing.fromConfig(ConfigFactory.parseMap(made.preprocessing())),
        model.preprocessing());
    if (backbone.cuts().isEmpty()) {
      if (made.columns().size() > 1) {
        throw new UserException(
            "The feature set %s has features of several layers: %s. Choose one with --cut."
                .formatted(folder, layers()));
      }
      return made.columns();
    }
    return IntStream.range(0, backbone.cuts().size())
        .mapToObj(i -> column(backbone.cuts().get(i), backbone.pooling(i)))
        .toList();
  }

  private FeatureSetInfo.Column column(String cut, Pooling pooling) {
    FeatureSetInfo.Column column =
        info.fingerprint().columns().stream()
            .filter(c -> c.layer().equals(cut))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserException(
                        "The feature set %s has no features of layer '%s', only of %s. Extract them with --cut %s."
                            .formatted(folder, cut, layers(), cut)));
    refuseUnlessSame("pooling", column.pooling(), pooling.text());
    return column;
  }

  private String layers() {
    return info.fingerprint().columns().stream()
        .map(FeatureSetInfo.Column::layer)
        .collect(Collectors.joining(", "));
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
  static String dataSetHash(Dataset<Row> features, long images) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      Dataset<Row> unsorted =
          features.select(
              concat_ws("\t", col("content_hash"), col("label"), col("split")).as("line"));
      int parts = Math.toIntExact(1 + images / ROWS_AT_ONCE);
      Dataset<Row> ranges =
          parts == 1 ? unsorted.coalesce(1) : unsorted.repartitionByRange(parts, col("line"));
      Iterator<Row> lines = ranges.sortWithinPartitions("line").toLocalIterator();
      while (lines.hasNext()) {
        digest.update((lines.next().getString(0) + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
