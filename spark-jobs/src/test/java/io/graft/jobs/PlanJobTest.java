package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.json.Json;
import io.graft.plan.Plan;
import io.graft.spark.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Plans for the project's samples: one set is like the base model's source, the other is not. */
@ExtendWith(SparkExtension.class)
class PlanJobTest {

  @TempDir private Path folder;

  @Test
  void imagesLikeTheSourcesAreCaseOneAndCutBeforeTheClassifier() throws IOException {
    Graft.Run run = plan("similar");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("case       1: small data, similar to the base model's")
        .contains("cut        dense2 (average)")
        .contains("(size-small)")
        .contains("(distance-near)")
        .contains("plan       " + out() + "/plan.json");
    Plan plan = read();
    assertThat(plan.decision()).isEqualTo(plan.suggestion());
    assertThat(plan.evidence().layers().curve())
        .extracting(score -> score.cuts().get(0).layer())
        .containsExactly("conv1_edges", "conv2_shapes", "conv3_features", "dense1", "dense2")
        .doesNotHaveDuplicates();
    assertThat(plan.evidence().layers().curve())
        .allSatisfy(
            score -> {
              assertThat(score.logMe()).isFinite();
              assertThat(score.hScore()).isPositive();
              assertThat(score.accuracyByFold()).hasSize(10);
            });
    assertThat(plan.evidence().confidence().meanTop1()).isBetween(0.2, 1.0);
    assertThat(plan.evidence().sourceConfidence().meanTop1()).isGreaterThan(0.5);
    assertThat(plan.evidence().size().listed()).isEqualTo(160);
    assertThat(Files.readString(out().resolve("plan.html")))
        .contains("<svg")
        .contains("conv3_features");
  }

  @Test
  void otherImagesAreCaseTwoAndCutEarlier() throws IOException {
    Graft.Run run = plan("different");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("case       2: small data, different").contains("(curve-early)");
    assertThat(read().decision().cuts())
        .allSatisfy(cut -> assertThat(cut.layer()).startsWith("conv"));
  }

  @Test
  void whatTheUserDecidesWinsAndThePlanSaysWhatItWouldHaveChosen() throws IOException {
    Graft.Run run = plan("different", "--case", "1", "--cut", "dense1");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("case       1: small data, similar")
        .contains("cut        dense1 (average)")
        .contains("(case-asked)")
        .contains("(cut-asked)")
        .contains("else       left to itself, the plan would have chosen case 2, cut at conv");
    Plan plan = read();
    assertThat(plan.decision().transferCase()).isEqualTo(1);
    assertThat(plan.suggestion().transferCase()).isEqualTo(2);
  }

  @Test
  void withTheLineLoweredManyImagesAreLarge() {
    Graft.Run run =
        plan(
            "similar",
            "--set",
            "plan.small-below=10",
            "--set",
            "plan.large-from=100",
            "--set",
            "plan.layers=\"conv2_shapes\"",
            "--set",
            "plan.sample-images=60");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("case       [34]: large data")
        .contains("(size-large)")
        .containsPattern("takes      about .* for 20 epochs");
  }

  @Test
  void theSameSeedGivesTheSamePlan() throws IOException {
    String[] smaller = {"--set", "plan.repeats=1", "--set", "plan.layers=\"conv2_shapes,dense2\""};
    assertThat(plan("similar", smaller).code()).isZero();
    JsonNode first = withoutTimes(Files.readString(out().resolve("plan.json")));
    String[] again = Arrays.copyOf(smaller, smaller.length + 1);
    again[smaller.length] = "--overwrite";
    assertThat(plan("similar", again).code()).isZero();
    assertThat(withoutTimes(Files.readString(out().resolve("plan.json")))).isEqualTo(first);
  }

  @Test
  void aClassThatCannotBeCrossValidatedIsRefused() throws IOException {
    Path images = folder.resolve("images");
    for (String label : List.of("a", "b")) {
      Path from = Graft.samples("similar");
      try (var files = Files.walk(from)) {
        List<Path> some = files.filter(Files::isRegularFile).sorted().limit(5).toList();
        for (Path file : some.subList(0, label.equals("a") ? 4 : 1)) {
          Path target = images.resolve("train").resolve(label).resolve(file.getFileName());
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
    Graft.Run run =
        Graft.run("plan", "--images", images, "--base-model", Graft.baseModel(), "--out", out());
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .contains("a class with fewer than two usable images")
        .contains("--case 1");
  }

  @Test
  void imagesWithoutATrainSplitAreRefused() throws IOException {
    StringBuilder lines = new StringBuilder("uri,label,split\n");
    try (var files = Files.walk(Graft.samples("similar"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lines.append("%s,%s,test%n".formatted(file, file.getParent().getFileName()));
      }
    }
    Path manifest = Files.writeString(folder.resolve("images.csv"), lines);
    Graft.Run run =
        Graft.run("plan", "--images", manifest, "--base-model", Graft.baseModel(), "--out", out());
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("has no train images to plan with. Add a folder train/CLASS");
  }

  @Test
  void layersThatAreNoCutPointsAreRefused() {
    Graft.Run run = plan("similar", "--set", "plan.layers=\"conv9\"");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("plan.layers names [conv9]");
  }

  private Graft.Run plan(String samples, String... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "plan",
                "--images",
                Graft.samples(samples),
                "--base-model",
                Graft.baseModel(),
                "--out",
                out()));
    arguments.addAll(Arrays.asList(more));
    return Graft.run(arguments.toArray());
  }

  private Path out() {
    return folder.resolve("plan");
  }

  private Plan read() throws IOException {
    return Json.read("plan.json", Files.readString(out().resolve("plan.json")), Plan.class);
  }

  private static JsonNode withoutTimes(String json) {
    var plan = (com.fasterxml.jackson.databind.node.ObjectNode) Json.tree(json);
    plan.remove("secondsByStage");
    ((com.fasterxml.jackson.databind.node.ObjectNode) plan.get("evidence")).remove("cost");
    return plan;
  }
}
