package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.jobs.StandaloneCluster.Worker;
import io.graft.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fine-tuning on a standalone cluster of processes, with all its files on HDFS. */
@Tag("long")
class FineTuneClusterIT {

  private static final List<String> SETTINGS =
      List.of(
          "split.test=0",
          "fine-tune.epochs=2",
          "fine-tune.batch-size=2",
          "fine-tune.averaging-frequency=4",
          "fine-tune.checkpoint-rounds=2",
          "fine-tune.head-start=random",
          "fine-tune.optimizer.type=adam",
          "fine-tune.optimizer.learning-rate=0.0003");

  /** Of an epoch, in which each worker takes 36 steps. */
  private static final int ROUNDS = 9;

  private static final Pattern PROGRESS =
      Pattern.compile("epoch (\\d) of 2, (?:round (\\d) of %d, )?loss \\d".formatted(ROUNDS));
  private static final Pattern RESUMED =
      Pattern.compile("fine-tune \\(pretrained\\): goes on in epoch \\d, behind (\\d+) rounds");

  @TempDir private static Path folder;
  private static HdfsCluster cluster;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = HdfsCluster.start(folder);
    cluster.upload(Graft.samples("similar"), "/images");
    cluster.upload(Graft.baseModel().getParent(), "/base-model");
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void aLostExecutorAndALostDriverDoNotChangeABitOfWhatIsTrained() throws Exception {
    try (GraftProcess undisturbed = start("/undisturbed")) {
      undisturbed.requireSuccess();
      assertThat(undisturbed.output()).contains("2 workers");
    }

    try (GraftProcess disturbed = start("/disturbed")) {
      assertThat(awaitProgress(disturbed, 1)).isEqualTo(1);
      loseExecutorAtWork(disturbed);
      int behind = awaitProgress(disturbed, 2);
      assertThat(disturbed.kill()).as(disturbed.errors()).isTrue();
      assertThat(behind).isBetween(2, 2 * ROUNDS - 1);
      assertThat(disturbed.errors()).contains("Lost executor");
    }
    assertThat(cluster.names("/disturbed")).doesNotContain("bundle");

    try (GraftProcess again = start("/disturbed")) {
      again.requireSuccess();
      assertThat(again.errors()).containsPattern(RESUMED);
    }
    requireSameResults();
  }

  /**
   * Waits for so many lines of progress; returns how many rounds the last of them has behind it.
   */
  private static int awaitProgress(GraftProcess process, int lines) throws InterruptedException {
    assertThat(process.await(() -> roundsBehind(process).size() >= lines))
        .as(process.errors())
        .isTrue();
    return roundsBehind(process).get(lines - 1);
  }

  private static List<Integer> roundsBehind(GraftProcess process) {
    List<Integer> behind = new ArrayList<>();
    for (Matcher line = PROGRESS.matcher(process.errors()); line.find(); ) {
      int epoch = Integer.parseInt(line.group(1));
      int round = line.group(2) == null ? ROUNDS : Integer.parseInt(line.group(2));
      behind.add((epoch - 1) * ROUNDS + round);
    }
    return behind;
  }

  /** Right after a round's end an executor's next task is the next round's. */
  private static void loseExecutorAtWork(GraftProcess process) throws InterruptedException {
    Worker worker = cluster.workers().get(0);
    Path log = worker.executorLog();
    assertThat(process.await(() -> isAtWork(log))).as(process.errors()).isTrue();
    StandaloneCluster.killExecutors(worker);
    assertThat(isAtWork(log)).as("%s ends within a task", log).isTrue();
  }

  /** Whether an executor of one core has begun a task and not ended it. */
  private static boolean isAtWork(Path log) {
    try {
      String text = Files.readString(log);
      return text.lastIndexOf(": Running task ") > text.lastIndexOf(": Finished task ");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void requireSameResults() throws IOException {
    String checkpoints = "/checkpoints/pretrained";
    assertThat(cluster.names("/disturbed")).isEqualTo(cluster.names("/undisturbed"));
    assertThat(cluster.names("/disturbed" + checkpoints))
        .isEqualTo(cluster.names("/undisturbed" + checkpoints));
    assertThat(rounds("/disturbed")).hasSize(2 * ROUNDS).isEqualTo(rounds("/undisturbed"));
    String last = checkpoints + "/epoch-00002-round-0000000/";
    for (String file :
        List.of(
            last + "parameters",
            last + "updater",
            last + "best-parameters",
            "/bundle/model.onnx")) {
      assertThat(cluster.bytes("/disturbed" + file))
          .as(file)
          .isNotEmpty()
          .isEqualTo(cluster.bytes("/undisturbed" + file));
    }
  }

  /** The rounds in the history, but for the time they took. */
  private static List<String> rounds(String out) throws IOException {
    JsonNode history =
        Json.tree(new String(cluster.bytes(out + "/history.json"), StandardCharsets.UTF_8));
    List<String> rounds = new ArrayList<>();
    for (JsonNode round : history.get("trainings").get("pretrained").get("rounds")) {
      rounds.add(
          "epoch %s, round %s, %s images, loss %s"
              .formatted(
                  round.get("epoch"), round.get("round"), round.get("images"), round.get("loss")));
    }
    return rounds;
  }

  private static GraftProcess start(String out) throws IOException {
    List<Object> command =
        new ArrayList<>(
            List.of(
                "fine-tune",
                "--images",
                cluster.uri("/images"),
                "--base-model",
                cluster.uri("/base-model/base-model.zip"),
                "--out",
                cluster.uri(out)));
    for (String setting : SETTINGS) {
      command.add("--set");
      command.add(setting);
    }
    return cluster.submit("", command.toArray());
  }
}
