package io.graft.spark;

import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Parquet whose rows hold whole images in {@code content}. */
final class PackFiles {

  private static final long FILE_BYTES = 128L << 20;

  /** Readers hold a whole row group in memory. */
  private static final long ROW_GROUP_BYTES = 32L << 20;

  private PackFiles() {}

  /** How many files so many bytes of images make: full ones, or as many as there are cores. */
  static int count(SparkSession session, long bytes) {
    long cores = session.sparkContext().defaultParallelism();
    long full = Math.max((bytes + FILE_BYTES - 1) / FILE_BYTES, 1);
    long parallel = Math.min(cores, bytes / ROW_GROUP_BYTES);
    return Math.toIntExact(Math.max(full, parallel));
  }

  static void write(Dataset<Row> images, SaveMode mode, Path folder) {
    images
        .write()
        .mode(mode)
        .option("compression", "none")
        .option("parquet.block.size", ROW_GROUP_BYTES)
        .option("parquet.page.size.row.check.min", 1)
        .option("parquet.page.size.row.check.max", 16)
        .option("parquet.enable.dictionary#" + ImagePack.CONTENT, false)
        .parquet(folder.toString());
  }

  /** Reads rows one by one: contents are too large for column batches. */
  static DataFrameReader reader(SparkSession session) {
    SparkSession rowWise = session.newSession();
    rowWise.conf().set("spark.sql.parquet.enableVectorizedReader", "false");
    return rowWise.read();
  }
}
