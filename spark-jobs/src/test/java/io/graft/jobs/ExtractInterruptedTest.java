package io.graft.jobs;

import static io.graft.jobs.SampleExtraction.uri;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A feature set that a run did not come to the end of. */
@ExtendWith(SparkExtension.class)
class ExtractInterruptedTest {

  private SampleExtraction sample;

  @BeforeEach
  void extractOnce(@TempDir Path folder) throws IOException {
    sample = SampleExtraction.done(folder);
  }

  @Test
  void anIncompleteSetIsReadOnlyWhenToldTo() throws IOException {
    incomplete();
    Object[] train = {
      "train-head",
      "--features",
      sample.out(),
      "--base-model",
      Graft.baseModel(),
      "--out",
      sample.images().resolveSibling("bundle")
    };
    Graft.Run refused = Graft.run(train);
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("is not complete").contains("--incomplete");
    List<Object> told = new ArrayList<>(List.of(train));
    told.add("--incomplete");
    Graft.Run run = Graft.run(told.toArray());
    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void rowsThatTwoRunsHaveWrittenAreMadeOnce() throws IOException {
    incomplete();
    Path part = parquet();
    Files.copy(part, part.resolveSibling("part-copy.snappy.parquet"));
    String quarantine = sample.out().resolve("quarantine").toString();
    SparkExtension.session()
        .read()
        .parquet(quarantine)
        .withColumn("uri", lit(uri(sample.files("heart").get(0))))
        .write()
        .mode("append")
        .parquet(quarantine);
    assertThat(sample.extract().out()).contains("13 listed = 12 extracted + 1 quarantined");
    assertThat(sample.features()).hasSize(12);
  }

  @Test
  void whatAKilledRunLeftIsPutRight() throws IOException {
    incomplete();
    Path task = sample.out().resolve("features/_temporary/0/task_1");
    Files.createDirectories(task);
    Files.copy(parquet(), task.resolve("part-00000-stale.snappy.parquet"));
    Files.createDirectories(sample.out().resolve("_features.new"));
    assertThat(sample.extract().out()).contains("13 listed = 0 extracted");
    assertThat(sample.out().resolve("features/_temporary")).doesNotExist();
    assertThat(sample.out().resolve("_features.new")).doesNotExist();

    incomplete();
    Files.move(sample.out().resolve("features"), sample.out().resolve("_features.old"));
    assertThat(sample.extract().out()).contains("13 listed = 0 extracted");
    assertThat(sample.features()).hasSize(12);
  }

  private void incomplete() throws IOException {
    Path info = sample.out().resolve("_graft.json");
    String text = Files.readString(info);
    assertThat(text).contains("\"complete\" : true");
    Files.writeString(info, text.replace("\"complete\" : true", "\"complete\" : false"));
  }

  private Path parquet() throws IOException {
    try (var files = Files.list(sample.out().resolve("features"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().findFirst().get();
    }
  }
}
