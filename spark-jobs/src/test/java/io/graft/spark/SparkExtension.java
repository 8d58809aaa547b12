package io.graft.spark;

import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One Spark session for all tests of this JVM: that of a command on this machine, with two threads.
 */
public final class SparkExtension implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    session();
  }

  /** Returns when Spark's listeners, and its status tracker, know of all that has happened. */
  public static void awaitEvents() throws TimeoutException {
    session().sparkContext().listenerBus().waitUntilEmpty(60_000);
  }

  /** The session, which jobs under test find and use too. */
  public static SparkSession session() {
    SparkSession.Builder builder = SparkSession.builder().appName("graft tests");
    SparkSessions.settings(new SparkConf()).forEach(builder::config);
    return builder.master("local[2]").config("spark.sql.shuffle.partitions", "2").getOrCreate();
  }
}
