package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.bundle.ModelBundle;
import io.graft.json.Json;
import io.graft.spark.SparkExtension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Fine-tuning on the project's samples, undisturbed, killed, diverging. */
@ExtendWith(SparkExtension.class)
class FineTuneJobTest {

  private static final List<String> SMALL =
      List.of(
          "fine-tune.epochs=2",
          "fine-tune.batch-size=16",
          "fine-tune.averaging-frequency=1",
          "fine-tune.checkpoint-rounds=2",
          "fine-tune.optimizer.type=adam",
          "fine-tune.optimizer.learning-rate=0.0003");

  @TempDir private Path folder;

  private final SampleFineTuning undisturbed = SampleFineTuning.once(SMALL);

  @Test
  void printsWhatItExpectedAndWhatCameOut() {
    Graft.Run run = undisturbed.run();
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("160 listed = 160 extracted + 0 quarantined")
        .containsPattern("trained    \\d+ images, 2 workers, preset small")
        .containsPattern("pretrained validation accuracy \\d\\.\\d{3}, .* of 2 .*<- kept")
        .contains("cluster    an epoch took ", "times as fast as one worker was expected to be")
        .contains("bundle     " + undisturbed.out() + "/bundle");
    assertThat(run.err())
        .contains("cluster    a step of 16 images takes ", "2 workers: ", "8 workers: ")
        .contains("fine-tune (pretrained): begins with validation accuracy ")
        .containsPattern("epoch 1 of 2, round 1 of \\d, loss \\d.*images/s, .* left at most")
        .containsPattern("epoch 2 of 2, loss .* validation loss .* accuracy [01]\\.\\d{3}");
  }

  @Test
  void theBundleStandsAndTellsItsMetrics() {
    ModelBundle bundle = ModelBundle.load(undisturbed.out().resolve("bundle"));
    assertThat(bundle.info().labels()).containsExactly("arrow", "heart", "l-shape", "pentagon");
    assertThat(bundle.info().metrics())
        .containsKeys("trainingImages", "validationAccuracy", "validationLoss");
  }

  @Test
  void theHistoryHoldsEveryRoundAndTheCurvesAreDrawn() throws IOException {
    JsonNode history = Json.tree(Files.readString(undisturbed.out().resolve("history.json")));
    JsonNode training = history.get("trainings").get("pretrained");
    assertThat(history.get("kept").asText()).isEqualTo("pretrained");
    assertThat(training.get("epochs")).hasSize(2);
    assertThat(training.get("rounds").size()).isGreaterThan(4);
    assertThat(Files.readString(undisturbed.out().resolve("learning-curves.html")))
        .contains("<svg", "Validation accuracy", "pretrained, training");
  }

  @Test
  void keepsTheLastCheckpointsAndNothingItNeedsNoMore() throws IOException {
    assertThat(names(undisturbed.out())).contains("bundle", "checkpoints", "feature-set");
    assertThat(names(undisturbed.out())).doesNotContain("_work", "training-images");
    assertThat(names(undisturbed.out().resolve("checkpoints/pretrained")))
        .hasSize(3)
        .contains("epoch-00002-round-0000000");
  }

  @Test
  void killedBetweenRoundsItEndsWithTheSameBitsButNotWithOtherSettings() throws IOException {
    Path out = folder.resolve("killed");
    assertThatThrownBy(() -> undisturbed.runKilledAfter(3, out)).hasMessage("killed");
    assertThat(out.resolve("bundle")).doesNotExist();

    List<String> others = new ArrayList<>(SMALL);
    others.add("fine-tune.label-smoothing=0.1");
    Graft.Run other = SampleFineTuning.run(out, others);
    assertThat(other.code()).isEqualTo(3);
    assertThat(other.err())
        .contains("comes from a training with another label smoothing (0.0; asked for: 0.1)")
        .contains("--overwrite");

    Graft.Run again = undisturbed.runInto(out);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains("fine-tune (pretrained): goes on in epoch 1, behind 2 rounds");
    for (String file : List.of("parameters", "updater", "best-parameters")) {
      String path = "checkpoints/pretrained/epoch-00002-round-0000000/" + file;
      assertThat(Files.readAllBytes(out.resolve(path)))
          .as(file)
          .isEqualTo(Files.readAllBytes(undisturbed.out().resolve(path)));
    }
    assertThat(Files.readAllBytes(out.resolve("bundle/model.onnx")))
        .isEqualTo(Files.readAllBytes(undisturbed.out().resolve("bundle/model.onnx")));
  }

  /** Killed in its first epoch, too, which goes on with the outputs that it finds. */
  @Test
  void frozenLayersRunOnceAndItComesToTheSameAsInEveryEpoch() throws IOException {
    List<String> settings = new ArrayList<>(SMALL);
    settings.add("fine-tune.freeze-until=" + "conv2_shapes");
    settings.add("fine-tune.augmented-views=2");
    SampleFineTuning once = new SampleFineTuning(settings, folder.resolve("once"), null);
    assertThatThrownBy(() -> once.runKilledAfter(3, once.out())).hasMessage("killed");
    assertThat(names(once.out().resolve("training-images/frozen-outputs")))
        .containsExactly("view-00000", "view-00001");
    List<String> everyEpoch = new ArrayList<>(settings);
    everyEpoch.add("fine-tune.cache=none");
    assertThat(SampleFineTuning.run(once.out(), everyEpoch).err())
        .contains(
            "another way of running frozen layers (once, by ONNXRUNTIME in batches of 8; asked for: in every epoch)");
    Graft.Run again = once.runInto(once.out());
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).contains("goes on in epoch 1").doesNotContain("frozen layers up to");
    assertThat(names(once.out())).doesNotContain("training-images");

    Path other = folder.resolve("every-epoch");
    assertThat(SampleFineTuning.run(other, everyEpoch).code()).isZero();
    Map<String, INDArray> found = parameters(once.out());
    parameters(other)
        .forEach(
            (name, values) ->
                assertThat(found.get(name).distance2(values))
                    .as(name)
                    .isLessThanOrEqualTo(1e-3 * values.norm2Number().doubleValue() + 1e-4));
  }

  private static Map<String, INDArray> parameters(Path out) throws IOException {
    ModelBundle bundle = ModelBundle.load(out.resolve("bundle"));
    return ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(bundle.dl4jZip()))
        .paramTable();
  }

  @Test
  void twoWorkersWhoseRateGrowsLinearlyTrainAtTwiceTheRate() throws IOException {
    List<String> settings = new ArrayList<>(SMALL);
    settings.addAll(
        List.of(
            "fine-tune.workers=2",
            "fine-tune.optimizer.scale-with-workers=linear",
            "fine-tune.optimizer.learning-rate=0.00015"));
    Path out = folder.resolve("linear");
    assertThat(SampleFineTuning.run(out, settings).code()).isZero();
    // Not the bundle's: that may be the start.
    String trained = "checkpoints/pretrained/epoch-00002-round-0000000/parameters";
    assertThat(Files.readAllBytes(out.resolve(trained)))
        .isEqualTo(Files.readAllBytes(undisturbed.out().resolve(trained)));
  }

  @Test
  void refusesAFinishedOutput() {
    Graft.Run run = undisturbed.runInto(undisturbed.out());
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("exists already");
  }

  @Test
  void aDivergingTrainingEndsWithCodeFourAndLeavesItsCheckpoint() throws IOException {
    Path out = folder.resolve("diverging");
    Graft.Run run =
        SampleFineTuning.run(
            out,
            List.of(
                "fine-tune.epochs=3",
                "fine-tune.batch-size=8",
                "fine-tune.averaging-frequency=1",
                "fine-tune.optimizer.warm-up-epochs=0",
                "fine-tune.optimizer.learning-rate=1"));
    assertThat(run.code()).as(run.err()).isEqualTo(4);
    assertThat(run.err())
        .containsPattern("Training diverged in round \\d+ of epoch \\d:")
        .contains(
            "The last good checkpoint is ", "fine-tune.optimizer.learning-rate (the rate was 1.0)");
    assertThat(names(out.resolve("checkpoints/pretrained"))).isNotEmpty();
    assertThat(out.resolve("bundle")).doesNotExist();
  }

  @Test
  void whereThePretrainedStartFailsRandomWeightsAreTriedAndTheBetterIsKept() throws IOException {
    Path out = folder.resolve("auto");
    List<String> settings = new ArrayList<>(SMALL);
    settings.addAll(
        List.of(
            "fine-tune.init=auto",
            "fine-tune.success-gate=1",
            "fine-tune.epochs=1",
            "split.validation=0.3"));
    Graft.Run run = SampleFineTuning.run(out, settings);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("fine-tune (pretrained): ", "fine-tune (random): ");
    JsonNode history = Json.tree(Files.readString(out.resolve("history.json")));
    assertThat(history.get("trainings")).hasSize(2);
    assertThat(history.get("kept").asText()).isEqualTo("pretrained");
  }

  private static List<String> names(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
