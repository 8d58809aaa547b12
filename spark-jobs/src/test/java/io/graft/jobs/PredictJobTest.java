package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a bundle says of images: to evaluate, to predict, on either engine, in a new JVM. */
@ExtendWith(SparkExtension.class)
class PredictJobTest {

  @TempDir private Path folder;

  private final Path out = SampleTransfer.once().out();
  private final Path images = SampleTransfer.once().images();

  @Test
  void predictGivesOneRowAnImageWithTheBitsThatEvaluateSaw() {
    Path predictions = folder.resolve("predictions");
    Graft.Run predict =
        Graft.run(
            "predict", "--bundle", out.resolve("bundle"), "--images", images, "--out", predictions);
    assertThat(predict.code()).as(predict.err()).isZero();
    var predicted =
        SparkExtension.session().read().parquet(predictions.resolve("predictions").toString());
    var quarantined =
        SparkExtension.session().read().parquet(predictions.resolve("quarantine").toString());
    assertThat(predicted.count() + quarantined.count())
        .isEqualTo(SampleTransfer.countFiles(images));
    assertThat(predicted.select("uri").distinct().count()).isEqualTo(predicted.count());

    List<Row> seen = SampleTransfer.read(out.resolve("evaluation/predictions"));
    List<Row> same =
        predicted
            .join(
                SparkExtension.session()
                    .read()
                    .parquet(out.resolve("evaluation/predictions").toString())
                    .select("uri"),
                "uri")
            .select("uri", "predicted_label", "probabilities")
            .sort("uri")
            .collectAsList();
    assertThat(same)
        .isEqualTo(
            seen.stream()
                .map(row -> project(row, "uri", "predicted_label", "probabilities"))
                .toList());
  }

  @Test
  void bothEnginesPredictAlike() {
    Path dl4j = folder.resolve("dl4j");
    Graft.Run predict =
        Graft.run(
            "predict",
            "--bundle",
            out.resolve("bundle"),
            "--images",
            images,
            "--engine",
            "dl4j",
            "--out",
            dl4j);
    assertThat(predict.code()).as(predict.err()).isZero();
    var onDl4j = SparkExtension.session().read().parquet(dl4j.resolve("predictions").toString());
    for (Row seen : SampleTransfer.read(out.resolve("evaluation/predictions"))) {
      Row row = onDl4j.filter(onDl4j.col("uri").equalTo(seen.<String>getAs("uri"))).first();
      assertThat(row.<Float>getAs("probability"))
          .isCloseTo(seen.<Float>getAs("probability"), Offset.offset(1e-4f));
    }
  }

  @Test
  void evaluateRepeatsTheEvaluationOfTheSameSplit() throws IOException {
    Path evaluation = folder.resolve("evaluation");
    Graft.Run evaluate =
        Graft.run(
            "evaluate",
            "--bundle",
            out.resolve("bundle"),
            "--images",
            images,
            "--split",
            "test",
            "--out",
            evaluation);
    assertThat(evaluate.code()).as(evaluate.err()).isZero();
    assertThat(Files.readString(evaluation.resolve("evaluation.json")))
        .isEqualTo(Files.readString(out.resolve("evaluation/evaluation.json")));
    assertThat(Files.readString(evaluation.resolve("report.html")))
        .contains("<html")
        .contains("base-model.zip");
  }

  @Test
  void aNewJvmPredictsTheSameBits() throws IOException, InterruptedException {
    Path predictions = folder.resolve("new-jvm");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Graft.home().resolve("deploy/jvm-options"),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "io.graft.jobs.Main",
                "predict",
                "--bundle",
                out.resolve("bundle").toString(),
                "--images",
                images.toString(),
                "--out",
                predictions.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("new-jvm.log").toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("new-jvm.log"))).isZero();
    var found =
        SparkExtension.session().read().parquet(predictions.resolve("predictions").toString());
    for (Row seen : SampleTransfer.read(out.resolve("evaluation/predictions"))) {
      Row row = found.filter(found.col("uri").equalTo(seen.<String>getAs("uri"))).first();
      assertThat(row.<Object>getAs("probabilities")).isEqualTo(seen.getAs("probabilities"));
    }
  }

  @Test
  void evaluateRefusesClassesThatTheBundleDoesNotKnow() {
    Graft.Run evaluate =
        Graft.run(
            "evaluate",
            "--bundle",
            out.resolve("bundle"),
            "--images",
            Graft.samples("different"),
            "--out",
            folder.resolve("unknown"));
    assertThat(evaluate.code()).isEqualTo(3);
    assertThat(evaluate.err())
        .contains("holds classes that the bundle does not know: blobs, checkerboard")
        .contains("The bundle knows: arrow, heart, l-shape, pentagon.");
  }

  private static Row project(Row row, String... columns) {
    return RowFactory.create(Arrays.stream(columns).map(row::<Object>getAs).toArray());
  }
}
