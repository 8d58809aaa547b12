package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.graft.jobs.SparkDistribution.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The job jar in a real Spark distribution, beside the local run, and its Parquet in pyarrow. */
class SparkSubmitIT {

  private static final Path TARGET =
      Path.of(System.getProperty("graft.home"), "spark-jobs/target/it");
  private static final Path SUBMITTED = TARGET.resolve("submitted");

  private static SparkDistribution spark;
  private static Outcome submitted;

  @BeforeAll
  static void transferThroughSparkSubmit() throws Exception {
    spark = SparkDistribution.install(TARGET);
    submitted = spark.submit(transfer(SUBMITTED));
  }

  @Test
  void sparkSubmitGivesTheEvaluationOfTheLocalRun() throws Exception {
    Path folder = TARGET.resolve("local");
    Outcome local = spark.local(transfer(folder));

    assertThat(submitted.exitCode()).as(submitted.errors()).isZero();
    assertThat(local.exitCode()).as(local.errors()).isZero();
    assertThat(submitted.output()).contains("accuracy", SUBMITTED + "/evaluation/evaluation.json");
    assertThat(SUBMITTED.resolve("evaluation/evaluation.json"))
        .hasSameBinaryContentAs(folder.resolve("evaluation/evaluation.json"));
  }

  @Test
  void aMissingImageFolderIsOneLineAndExitCode3() throws Exception {
    Path missing = TARGET.resolve("no-such-images");
    Outcome outcome =
        spark.submit(
            "transfer",
            "--config",
            "conf/quickstart.conf",
            "--images",
            missing.toString(),
            "--out",
            TARGET.resolve("none").toString());

    assertThat(outcome.exitCode()).as(outcome.errors()).isEqualTo(ExitCode.USER.number());
    assertThat(outcome.errors())
        .contains("graft transfer: ", missing.toString())
        .doesNotContain("Exception", "\tat ");
  }

  @Test
  void pyarrowReadsTheFeatureSet() throws Exception {
    assertThat(submitted.exitCode()).as(submitted.errors()).isZero();
    Path featureSet = SUBMITTED.resolve("feature-set");
    JsonNode info =
        new ObjectMapper().readTree(Files.readString(featureSet.resolve("_graft.json")));
    JsonNode column = info.get("fingerprint").get("columns").get(0);

    String printed =
        spark.require(
            spark.python(),
            Path.of(SparkSubmitIT.class.getResource("/parquet_schema.py").toURI()).toString(),
            featureSet.resolve("features").toString());

    assertThat(column.get("name").asText()).isEqualTo("features_" + column.get("layer").asText());
    assertThat(printed.lines())
        .containsExactly(
            "uri: string",
            "content_hash: string",
            "label: string",
            "split: string",
            "width: int32",
            "height: int32",
            column.get("name").asText() + ": list<element: float not null>",
            "length: int64",
            "modified_millis: int64",
            "group: string",
            info.get("counts").get("extracted").asText());
  }

  /** The quickstart with a short search for the head, which takes most of its time. */
  private static String[] transfer(Path out) {
    return new String[] {
      "transfer",
      "--config",
      "conf/quickstart.conf",
      "--set",
      "head.regularization=[0.1, 0.03]",
      "--set",
      "head.folds=2",
      "--out",
      out.toString(),
      "--overwrite"
    };
  }
}
