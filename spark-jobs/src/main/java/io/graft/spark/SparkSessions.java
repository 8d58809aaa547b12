package io.graft.spark;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Opens the Spark session of a command. */
public final class SparkSessions {

  private static final Map<String, String> EVERYWHERE =
      Map.of(
          // Pages of sorts and joins: by default 64 MB each, of a heap of 4 GB.
          "spark.buffer.pageSize",
          "4m",
          // Kept rows are features above all, which do not repeat: looking for it only takes time.
          "spark.sql.inMemoryColumnarStorage.compressed",
          "false",
          // A transfer's queries come to more classes than the 100 that Spark keeps, and come back.
          "spark.sql.codegen.cache.maxEntries",
          "1000",
          // A task also fails with each image of its neighbours that kills their process.
          "spark.task.maxFailures",
          "20",
          // An averaging brings all parameters of the network to the driver, with their updaters.
          "spark.driver.maxResultSize",
          "4g");

  private static final Map<String, String> LOCAL =
      Map.of(
          "spark.master",
          "local[*]",
          "spark.hadoop.fs.file.impl",
          LocalFiles.class.getName(),
          "spark.driver.bindAddress",
          "127.0.0.1",
          "spark.driver.host",
          "127.0.0.1",
          "spark.ui.enabled",
          "false");

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
    SparkSession.Builder builder = SparkSession.builder().appName("graft " + name);
    settings(new SparkConf()).forEach(builder::config);
    return builder.getOrCreate();
  }

  /** What Graft sets, without what the user has set. */
  static Map<String, String> settings(SparkConf conf) {
    Map<String, String> settings = new HashMap<>(EVERYWHERE);
    if (!conf.contains("spark.master")) {
      settings.putAll(LOCAL);
    }
    settings.keySet().removeIf(conf::contains);
    return settings;
  }
}
