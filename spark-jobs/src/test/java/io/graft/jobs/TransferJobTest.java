package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.json.Json;
import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The main job on the project's samples with broken files among them, and what follows from it. */
@ExtendWith(SparkExtension.class)
class TransferJobTest {

  @TempDir private Path folder;

  private final SampleTransfer transfer = SampleTransfer.once();
  private final Path out = transfer.out();
  private final Graft.Run run = transfer.run();

  @Test
  void printsAccuracyAgainstTheMajorityAndWhereEverythingIs() {
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("accuracy   0\\.\\d{3} \\(95 % interval")
        .containsPattern("majority   0\\.\\d{3}")
        .containsPattern("over seeds 0\\.\\d{3} ± 0\\.\\d{3} \\(mean and spread of 5 ")
        .containsPattern("random     0\\.\\d{3} \\(the same head")
        .contains("case       1: small data, similar")
        .contains("evaluation " + out + "/evaluation/evaluation.json")
        .contains("report     " + out + "/evaluation/report.html")
        .contains("bundle     " + out + "/bundle");
    assertThat(run.err()).contains("extract: ").contains("images/s").contains("cross-validate: ");
  }

  @Test
  void leavesNoListsOfItsWork() throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      assertThat(files.filter(file -> file.endsWith("_work"))).isEmpty();
    }
  }

  @Test
  void learnsTheNewClasses() throws IOException {
    JsonNode evaluation = evaluation(out);
    assertThat(evaluation.get("accuracy").asDouble())
        .isGreaterThan(evaluation.get("baselineAccuracy").asDouble() + 0.4);
    assertThat(evaluation.get("labels")).hasSize(4);
  }

  @Test
  void pretrainingShowsAgainstRandomWeights() throws IOException {
    JsonNode baselines = Json.tree(Files.readString(out.resolve("baselines.json")));
    assertThat(baselines.get("mean").asDouble()).isCloseTo(figure("over seeds "), within(0.001));
    assertThat(figure("over seeds ")).isGreaterThan(figure("random     ") + 0.1);
  }

  @Test
  void onDifferentImagesThePlannedEarlyCutBeatsTheLastOne() throws IOException {
    Path planned = folder.resolve("planned");
    Path last = folder.resolve("last");
    Graft.Run auto = different(planned, "auto");
    assertThat(auto.code()).as(auto.err()).isZero();
    assertThat(auto.out()).contains("case       2: small data, different");
    assertThat(different(last, "1").code()).isZero();
    assertThat(evaluation(planned).get("accuracy").asDouble())
        .isGreaterThan(evaluation(last).get("accuracy").asDouble());
    JsonNode bundle = Json.tree(Files.readString(planned.resolve("bundle/bundle.json")));
    assertThat(bundle.get("transferCase").asInt()).isEqualTo(2);
    assertThat(bundle.get("cuts").get(0).get("layer").asText()).startsWith("conv");
    assertThat(last.resolve("plan.json")).doesNotExist();
  }

  @Test
  void largeDataIsFineTunedAllTheWay() throws IOException {
    Path tuned = folder.resolve("tuned");
    Graft.Run tuning =
        Graft.run(
            "transfer",
            "--images",
            Graft.samples("similar"),
            "--base-model",
            Graft.baseModel(),
            "--out",
            tuned,
            "--set",
            "plan.large-from=100",
            "--set",
            "plan.small-below=10",
            "--set",
            "plan.layers=\"conv2_shapes\"",
            "--set",
            "fine-tune.epochs=1",
            "--set",
            "fine-tune.optimizer.learning-rate=0.0003");
    assertThat(tuning.code()).as(tuning.err()).isZero();
    assertThat(tuning.out())
        .containsPattern("case       [34]: large data")
        .containsPattern("pretrained validation accuracy [01]\\.\\d{3}, .*<- kept")
        .contains("accuracy   ", "random     ", "bundle     " + tuned + "/bundle");
    JsonNode bundle = Json.tree(Files.readString(tuned.resolve("bundle/bundle.json")));
    assertThat(bundle.get("transferCase").asInt()).isGreaterThan(2);
    assertThat(evaluation(tuned).get("accuracy").asDouble())
        .isGreaterThan(evaluation(tuned).get("baselineAccuracy").asDouble() + 0.3);
    assertThat(tuned.resolve("checkpoints/pretrained")).isNotEmptyDirectory();
    assertThat(folder.resolve(".tuned.incomplete")).doesNotExist();
  }

  private static Graft.Run different(Path out, String transferCase) {
    return Graft.run(
        "transfer",
        "--images",
        Graft.samples("different"),
        "--base-model",
        Graft.baseModel(),
        "--case",
        transferCase,
        "--out",
        out);
  }

  private double figure(String label) {
    String line = run.out().lines().filter(l -> l.startsWith(label)).findFirst().orElseThrow();
    return Double.parseDouble(line.substring(label.length()).split(" ")[0]);
  }

  @Test
  void everyListedFileIsExtractedOrQuarantined() throws IOException {
    long listed = SampleTransfer.countFiles(transfer.images());
    long broken = SampleTransfer.countFiles(Graft.samples("broken"));
    JsonNode counts =
        Json.tree(Files.readString(out.resolve("feature-set/_graft.json"))).get("counts");
    assertThat(broken).isGreaterThanOrEqualTo(5);
    assertThat(counts.get("listed").asLong()).isEqualTo(listed);
    assertThat(counts.get("quarantined").asLong()).isEqualTo(broken);
    assertThat(counts.get("extracted").asLong()).isEqualTo(listed - broken);
    List<Row> quarantined = SampleTransfer.read(out.resolve("feature-set/quarantine"));
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
            "struct<uri:string,content_hash:string,label:string,split:string,width:int,height:int,features_dense2:array<float>,length:bigint,modified_millis:bigint,group:string>");
    Row row = features.first();
    assertThat(row.<String>getAs("content_hash")).matches("[0-9a-f]{64}");
    assertThat(row.<Integer>getAs("width")).isEqualTo(48);
    assertThat(row.<String>getAs("split")).isIn("train", "test");
    assertThat(row.getList(6)).hasSize(64);
  }

  @Test
  void sameSeedSameResult() throws IOException {
    Path again = folder.resolve("again");
    Graft.Run second = SampleTransfer.to(again);
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(Files.readAllBytes(again.resolve("bundle/model.onnx")))
        .isEqualTo(Files.readAllBytes(out.resolve("bundle/model.onnx")));
    assertThat(Files.readString(again.resolve("evaluation/evaluation.json")))
        .isEqualTo(Files.readString(out.resolve("evaluation/evaluation.json")));
    assertThat(SampleTransfer.read(again.resolve("feature-set/features")))
        .isEqualTo(SampleTransfer.read(out.resolve("feature-set/features")));
  }

  private static JsonNode evaluation(Path transfer) throws IOException {
    return Json.tree(Files.readString(transfer.resolve("evaluation/evaluation.json")));
  }
}
