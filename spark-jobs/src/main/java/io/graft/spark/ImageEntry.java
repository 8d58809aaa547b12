package io.graft.spark;

import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.graft.dataset.Split;
import java.io.Serializable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A listed file.
 *
 * @param uri as Hadoop writes it, with its scheme
 * @param label the class; null where the listing gives none
 * @param split null where the listing gives none
 * @param length in bytes
 * @param modifiedMillis since 1970, UTC; 0 where the file is not there
 * @param contentHash null until the file has been read
 * @param group what it was taken from with others, such as a patient; null where it stands for
 *     itself
 */
public record ImageEntry(
    String uri,
    String label,
    Split split,
    long length,
    long modifiedMillis,
    String contentHash,
    String group)
    implements Serializable {

  /** The columns of a listing. */
  static final StructType SCHEMA =
      new StructType()
          .add("uri", DataTypes.StringType)
          .add("label", DataTypes.StringType)
          .add("split", DataTypes.StringType)
          .add("length", DataTypes.LongType)
          .add("modified_millis", DataTypes.LongType)
          .add("content_hash", DataTypes.StringType)
          .add("group", DataTypes.StringType);

  /** A listed file of no group, not read yet. */
  ImageEntry(String uri, String label, Split split, long length, long modifiedMillis) {
    this(uri, label, split, length, modifiedMillis, null, null);
  }

  /** A group as it was written: blank is none. */
  static Column groupOf(Column text) {
    return when(trim(text).notEqual(""), text);
  }

  static ImageEntry of(Row row) {
    String split = row.getAs("split");
    return new ImageEntry(
        row.getAs("uri"),
        row.getAs("label"),
        split == null ? null : Split.parse(split),
        row.<Long>getAs("length"),
        row.<Long>getAs("modified_millis"),
        row.getAs("content_hash"),
        row.getAs("group"));
  }

  Row toRow() {
    return RowFactory.create(
        uri,
        label,
        split == null ? null : split.text(),
        length,
        modifiedMillis,
        contentHash,
        group);
  }

  ImageEntry withContentHash(String hash) {
    return new ImageEntry(uri, label, split, length, modifiedMillis, hash, group);
  }
}
