package io.graft.spark;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One Spark session for all tests of this JVM: two local threads, no user interface. */
public final class SparkExtension implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    session();
  }

  /** The session, which jobs under test find and use too. */
  public static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("graft tests")
        .config("spark.ui.enabled", "false")
        .config("spark.hadoop.fs.file.impl", LocalFiles.class.getName())
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate();
  }
}
