package io.graft.spark;

import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Opens the Spark session of a command. */
public final class SparkSessions {

  private SparkSessions() {}

  /**
   * Runs the work in a session: the one that is there, as in a notebook, or else a new one that is
   * stopped afterwards. Without a master, as under {@code deploy/graft}, it is this machine with
   * all its cores.
   */
  public static <T> T with(String name, Function<SparkSession, T> work) {
    if (SparkSession.getDefaultSession().isDefined()) {
      return work.apply(SparkSession.getDefaultSession().get());
    }
    try (SparkSession session = open(name)) {
      return work.apply(session);
    }
  }

  private static SparkSession open(String name) {
    SparkConf conf = new SparkConf();
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("graft " + name)
            // Pages of sorts and joins: by default 64 MB each, of a heap of 4 GB.
            .config("spark.buffer.pageSize", conf.get("spark.buffer.pageSize", "4m"))
            // Kept rows are features above all, which do not repeat: looking for it only takes
            // time.
            .config(
                "spark.sql.inMemoryColumnarStorage.compressed",
                conf.get("spark.sql.inMemoryColumnarStorage.compressed", "false"))
            // An averaging brings all parameters of the network to the driver, with their updaters.
            .config("spark.driver.maxResultSize", conf.get("spark.driver.maxResultSize", "4g"));
    if (!conf.contains("spark.master")) {
      builder
          .master("local[*]")
          .config(
              "spark.hadoop.fs.file.impl",
              conf.get("spark.hadoop.fs.file.impl", LocalFiles.class.getName()))
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.ui.enabled", conf.get("spark.ui.enabled", "false"));
    }
    return builder.getOrCreate();
  }
}
