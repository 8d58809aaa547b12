package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.bundle.ModelBundle;
import io.graft.json.Json;
import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The main job on the project's samples with broken files among them, and what follows from it. */
@ExtendWith(SparkExtension.class)
class TransferJobTest {

  @TempDir private static Path folder;
  private static Path images;
  private static Path out;
  private static Graft.Run run;

  @BeforeAll
  static void transfer() throws IOException {
    images = folder.resolve("images with spaces é");
    copy(Graft.samples("similar"), images);
    copy(Graft.samples("broken"), images);
    out = folder.resolve("out");
    run = transferTo(out);
  }

  @Test
  void printsAccuracyAgainstTheMajorityAndWhereEverythingIs() {
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("accuracy   0\\.\\d{3} \\(95 % interval")
        .containsPattern("majority   0\\.\\d{3}")
        .contains("evaluation " + out + "/evaluation/evaluation.json")
        .contains("report     " + out + "/evaluation/report.html")
        .contains("bundle     " + out + "/bundle");
    assertThat(run.err()).contains("extract: ").contains("images/s").contains("cross-validate: ");
  }

  @Test
  void learnsTheNewClasses() throws IOException {
    JsonNode evaluation = evaluation(out);
    assertThat(evaluation.get("accuracy").asDouble())
        .isGreaterThan(evaluation.get("baselineAccuracy").asDouble() + 0.4);
    assertThat(evaluation.get("labels")).hasSize(4);
  }

  @Test
  void everyListedFileIsExtractedOrQuarantined() throws IOException {
    long listed = countFiles(images);
    long broken = countFiles(Graft.samples("broken"));
    JsonNode counts =
        Json.tree(Files.readString(out.resolve("feature-set/_graft.json"))).get("counts");
    assertThat(broken).isGreaterThanOrEqualTo(5);
    assertThat(counts.get("listed").asLong()).isEqualTo(listed);
    assertThat(counts.get("quarantined").asLong()).isEqualTo(broken);
    assertThat(counts.get("extracted").asLong()).isEqualTo(listed - broken);
    List<Row> quarantined = read(out.resolve("feature-set/quarantine"));
    assertThat(quarantined).hasSize((int) broken);
    assertThat(quarantined)
        .allSatisfy(
            row -> {
              assertThat(row.<String>getAs("reason")).matches("[a-z-]+");
              assertThat(row.<String>getAs("message")).isNotBlank();
            });
    assertThat(run.out()).contains("%d listed = ".formatted(listed));
  }

  @Test
  void featureSetHasTheColumnsOfTheContract() {
    var features =
        SparkExtension.session().read().parquet(out.resolve("feature-set/features").toString());
    assertThat(features.schema().simpleString())
        .isEqualTo(
            "struct<uri:string,content_hash:string,label:string,split:string,width:int,height:int,features_dense2:array<float>>");
    Row row = features.first();
    assertThat(row.<String>getAs("content_hash")).matches("[0-9a-f]{64}");
    assertThat(row.<Integer>getAs("width")).isEqualTo(48);
    assertThat(row.<String>getAs("split")).isIn("train", "test");
    assertThat(row.getList(6)).hasSize(48);
  }

  @Test
  void sameSeedSameResult() throws IOException {
    Path again = folder.resolve("again");
    Graft.Run second = transferTo(again);
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(Files.readAllBytes(again.resolve("bundle/model.onnx")))
        .isEqualTo(Files.readAllBytes(out.resolve("bundle/model.onnx")));
    assertThat(Files.readString(again.resolve("evaluation/evaluation.json")))
        .isEqualTo(Files.readString(out.resolve("evaluation/evaluation.json")));
    assertThat(read(again.resolve("feature-set/features")))
        .isEqualTo(read(out.resolve("feature-set/features")));
  }

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
    assertThat(predicted.count() + quarantined.count()).isEqualTo(countFiles(images));
    assertThat(predicted.select("uri").distinct().count()).isEqualTo(predicted.count());

    List<Row> seen = read(out.resolve("evaluation/predictions"));
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
    for (Row seen : read(out.resolve("evaluation/predictions"))) {
      Row row = onDl4j.filter(onDl4j.col("uri").equalTo(seen.<String>getAs("uri"))).first();
      assertThat(row.<Float>getAs("probability"))
          .isCloseTo(seen.<Float>getAs("probability"), org.assertj.core.data.Offset.offset(1e-4f));
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
  void trainHeadOnTheStoredFeaturesGivesTheSameBundle() throws IOException {
    Path bundle = folder.resolve("bundle");
    Graft.Run train =
        Graft.run(
            "train-head",
            "--features",
            out.resolve("feature-set"),
            "--base-model",
            Graft.baseModel(),
            "--out",
            bundle);
    assertThat(train.code()).as(train.err()).isZero();
    assertThat(Files.readAllBytes(bundle.resolve("model.onnx")))
        .isEqualTo(Files.readAllBytes(out.resolve("bundle/model.onnx")));
    assertThat(ModelBundle.load(bundle).info().labels())
        .containsExactly("arrow", "heart", "l-shape", "pentagon");
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

  @Test
  void trainHeadRefusesFeaturesOfAnotherPreprocessing() {
    Graft.Run train =
        Graft.run(
            "train-head",
            "--features",
            out.resolve("feature-set"),
            "--base-model",
            Graft.baseModel(),
            "--preprocessing",
            "raw",
            "--out",
            folder.resolve("mixed"));
    assertThat(train.code()).isEqualTo(3);
    assertThat(train.err())
        .contains("was made with another preprocessing")
        .contains("Extract the features again");
  }

  @Test
  void trainHeadRefusesHalfAFeatureSet() {
    Graft.Run train =
        Graft.run(
            "train-head",
            "--features",
            out.resolve("feature-set/features"),
            "--base-model",
            Graft.baseModel(),
            "--out",
            folder.resolve("half"));
    assertThat(train.code()).isEqualTo(3);
    assertThat(train.err()).contains("is no complete feature set: it has no _graft.json");
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
    for (Row seen : read(out.resolve("evaluation/predictions"))) {
      Row row = found.filter(found.col("uri").equalTo(seen.<String>getAs("uri"))).first();
      assertThat(row.<Object>getAs("probabilities")).isEqualTo(seen.getAs("probabilities"));
    }
  }

  private static Graft.Run transferTo(Path target) {
    return Graft.run(
        "transfer", "--images", images, "--base-model", Graft.baseModel(), "--out", target);
  }

  private static JsonNode evaluation(Path transfer) throws IOException {
    return Json.tree(Files.readString(transfer.resolve("evaluation/evaluation.json")));
  }

  private static List<Row> read(Path parquet) {
    return SparkExtension.session().read().parquet(parquet.toString()).sort("uri").collectAsList();
  }

  private static Row project(Row row, String... columns) {
    return org.apache.spark.sql.RowFactory.create(
        java.util.Arrays.stream(columns).map(row::<Object>getAs).toArray());
  }

  private static long countFiles(Path root) {
    try (var files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
