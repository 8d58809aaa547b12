package io.graft.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.trim;

import io.graft.dataset.Split;
import io.graft.error.UserException;
import io.graft.spark.ImageInput.Refusal;
import io.graft.spark.ImageInput.Trust;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Images packed in Parquet: one row an image, with its {@code uri}, its encoded bytes in {@code
 * content}, and maybe what else a listing says. Any Parquet with these two columns will do.
 */
record ImagePack(SparkSession session, Path root) {

  /** Lies in every pack that Graft wrote; its last file. */
  static final String INFO = "_pack.json";

  /** Where its rows are. */
  static final String ROWS = "images";

  static final String CONTENT = "content";

  /** Whether images are packed there. */
  static boolean isPack(SparkSession session, Path root) {
    Storage storage = Storage.of(session);
    if (storage.exists(new Path(root, INFO))) {
      return true;
    }
    return root.getName().toLowerCase(Locale.ROOT).endsWith(".parquet")
        && Set.of(session.read().parquet(root.toString()).columns()).contains(CONTENT);
  }

  /**
   * The pack's images as a listing; the contents are looked at only where the pack does not say
   * their lengths and hashes.
   *
   * @throws UserException when the pack lacks a column, has an image without URI or of an unknown
   *     split, or names one twice
   */
  Dataset<Row> listing() {
    Dataset<Row> rows = rows();
    Dataset<Row> files =
        withSplits(
            rows.select(
                Arrays.stream(ImageEntry.SCHEMA.fieldNames())
                    .map(name -> column(rows.schema(), name).as(name))
                    .toArray(Column[]::new)));
    if (!files.filter(coalesce(trim(col("uri")), lit("")).equalTo("")).isEmpty()) {
      throw new UserException(
          "The pack %s has a row without uri. Give every image one.".formatted(root));
    }
    List<Row> twice = files.groupBy("uri").count().filter(col("count").gt(1)).takeAsList(1);
    if (!twice.isEmpty()) {
      throw new UserException(
          "The pack %s holds %s more than once. Pack each image once."
              .formatted(root, twice.get(0).getString(0)));
    }
    return files;
  }

  /** With the splits as Graft writes them, whatever their case in a pack of others. */
  private static Dataset<Row> withSplits(Dataset<Row> files) {
    Map<String, String> known = new HashMap<>();
    for (Row row :
        files.select("split").filter(col("split").isNotNull()).distinct().takeAsList(100)) {
      known.put(row.getString(0), Split.parse(row.getString(0)).text());
    }
    return files.na().replace("split", known);
  }

  /** All rows with their contents. */
  Dataset<Row> rows() {
    Path rowFolder = new Path(root, ROWS);
    boolean ours = Storage.of(session).exists(new Path(root, INFO));
    Dataset<Row> rows = PackFiles.reader(session).parquet((ours ? rowFolder : root).toString());
    StructType schema = rows.schema();
    if (!Set.of(schema.fieldNames()).containsAll(List.of("uri", CONTENT))
        || !schema.apply(CONTENT).dataType().equals(DataTypes.BinaryType)) {
      throw new UserException(
          "The pack %s has the columns %s: it needs uri (string) and content (binary)."
              .formatted(root, schema.simpleString()));
    }
    return rows;
  }

  /** The listed images with their contents. */
  Dataset<Row> contents(Dataset<Row> listed) {
    return contents(listed, lit(true));
  }

  /**
   * The listed images of some of the pack's files with their contents.
   *
   * @param files a condition on the pack's rows
   */
  Dataset<Row> contents(Dataset<Row> listed, Column files) {
    Dataset<Row> rows = rows().filter(files);
    for (String name : List.of("reason", "message")) {
      if (!Set.of(rows.columns()).contains(name)) {
        rows = rows.withColumn(name, lit(null).cast(DataTypes.StringType));
      }
    }
    return rows.select("uri", CONTENT, "reason", "message").join(listed, "uri");
  }

  /** A row of {@link #contents} as it goes into a network. */
  static ImageInput input(Row row, Trust trust) {
    byte[] content = row.getAs(CONTENT);
    String reason = row.getAs("reason");
    Refusal refusal = null;
    if (content == null) {
      refusal =
          reason == null
              ? new Refusal("empty", "the pack holds no content")
              : new Refusal(reason, row.getAs("message"));
    }
    return new ImageInput(ImageEntry.of(row), content, refusal, trust);
  }

  /** What the pack says, or else what its content tells. */
  private static Column column(StructType schema, String name) {
    DataType type = ImageEntry.SCHEMA.apply(name).dataType();
    Column stated =
        Set.of(schema.fieldNames()).contains(name) ? col(name).cast(type) : lit(null).cast(type);
    return switch (name) {
      case "length" -> coalesce(stated, length(col(CONTENT)).cast(type), lit(0L));
      case "modified_millis" -> coalesce(stated, lit(0L));
      case "content_hash" -> coalesce(stated, sha2(col(CONTENT), 256));
      case "group" -> ImageEntry.groupOf(stated);
      default -> stated;
    };
  }
}
