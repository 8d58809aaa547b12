package io.graft.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of a feature set in a folder of Parquet files, written by Spark's own appends. A killed one
 * leaves whole files or none, so that whatever is there can be kept.
 *
 * @param format that writes Parquet
 */
record StoredRows(SparkSession session, Path folder, StructType schema, String format) {

  private static final String DONE = "_SUCCESS";

  Dataset<Row> read() {
    return Storage.of(session).exists(folder)
        ? session.read().schema(schema).parquet(folder.toString())
        : session.createDataFrame(List.of(), schema);
  }

  void append(Dataset<Row> rows) {
    rows.write().format(format).mode(SaveMode.Append).save(folder.toString());
  }

  /** Rewrites the folder with some of its rows; killed at any point, {@link #recover} mends it. */
  void replaceBy(Dataset<Row> rows) {
    rows.write().format(format).mode(SaveMode.Overwrite).save(beside("new").toString());
    FileSystem fileSystem = Storage.of(session).fileSystem(folder);
    try {
      rename(fileSystem, folder, beside("old"));
      rename(fileSystem, beside("new"), folder);
      fileSystem.delete(beside("old"), true);
    } catch (IOException failed) {
      throw new UncheckedIOException("Replacing " + folder, failed);
    }
  }

  /** Puts right what a killed run left: half a replacement, or files that were never committed. */
  void recover() {
    FileSystem fileSystem = Storage.of(session).fileSystem(folder);
    try {
      if (!fileSystem.exists(folder) && fileSystem.exists(new Path(beside("new"), DONE))) {
        rename(fileSystem, beside("new"), folder);
      } else if (!fileSystem.exists(folder) && fileSystem.exists(beside("old"))) {
        rename(fileSystem, beside("old"), folder);
      }
      fileSystem.delete(beside("new"), true);
      fileSystem.delete(beside("old"), true);
      // Spark's committer would take finished tasks of a killed job for its own.
      fileSystem.delete(new Path(folder, "_temporary"), true);
    } catch (IOException failed) {
      throw new UncheckedIOException("Recovering " + folder, failed);
    }
  }

  private Path beside(String suffix) {
    return new Path(folder.getParent(), "_" + folder.getName() + "." + suffix);
  }

  private static void rename(FileSystem fileSystem, Path from, Path to) throws IOException {
    if (!fileSystem.rename(from, to)) {
      throw new IOException(from + " can't be renamed to " + to);
    }
  }
}
