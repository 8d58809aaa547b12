package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class SparkSessionsTest {

  private final SparkConf conf = new SparkConf(false);

  @Test
  void withoutAMasterItIsThisMachineWithLocalFilesOfItsOwn() {
    assertThat(SparkSessions.settings(conf))
        .containsEntry("spark.master", "local[*]")
        .containsEntry("spark.hadoop.fs.file.impl", LocalFiles.class.getName())
        .containsEntry("spark.sql.codegen.cache.maxEntries", "1000");
  }

  @Test
  void onAClusterOnlyWhatHoldsEverywhereIsSet() {
    conf.set("spark.master", "spark://somewhere:7077");
    assertThat(SparkSessions.settings(conf))
        .containsOnlyKeys(
            "spark.buffer.pageSize",
            "spark.sql.inMemoryColumnarStorage.compressed",
            "spark.sql.codegen.cache.maxEntries",
            "spark.task.maxFailures",
            "spark.driver.maxResultSize");
  }

  @Test
  void whatTheUserHasSetStands() {
    conf.set("spark.driver.maxResultSize", "1g").set("spark.ui.enabled", "true");
    assertThat(SparkSessions.settings(conf))
        .doesNotContainKeys("spark.driver.maxResultSize", "spark.ui.enabled")
        .containsKey("spark.buffer.pageSize");
  }
}
