package io.graft.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.graft.config.WorkerScaling;
import io.graft.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@code fine-tune} and {@code evaluate}, each in a process of its own. Everywhere the same
 * recipe: Adam at the rate that {@code pretrain} has, which serves random weights well, and every
 * epoch run, so that no start is favoured. Of the network its convolutions are used: its dense
 * layers know what tells the old classes apart, and their dropout slows small sets down.
 *
 * @param work a folder for what they write
 */
record FineTuneCommand(GainSettings settings, Path work) {

  private static final List<String> RECIPE =
      List.of(
          "--cut=pool3",
          "--set=fine-tune.preset=small",
          "--set=fine-tune.optimizer.type=adam",
          "--set=fine-tune.optimizer.learning-rate=0.001",
          "--set=fine-tune.patience=1000",
          "--set=fine-tune.augmentation.flip-horizontal=0.5",
          "--device=cpu");

  /** What is trained. */
  record Task(
      Path images,
      Path baseModel,
      String init,
      int epochs,
      int workers,
      int batchSize,
      WorkerScaling scaling,
      long seed) {}

  Tuning run(Task task) throws Exception {
    Path out = work.resolve("tuned");
    Path evaluation = work.resolve("evaluation");
    Folders.delete(out);
    Folders.delete(evaluation);
    List<String> arguments = new ArrayList<>(List.of("fine-tune"));
    arguments.addAll(RECIPE);
    arguments.add("--images=" + task.images());
    arguments.add("--base-model=" + task.baseModel());
    arguments.add("--init=" + task.init());
    arguments.add("--epochs=" + task.epochs());
    arguments.add("--workers=" + task.workers());
    arguments.add("--set=fine-tune.batch-size=" + task.batchSize());
    arguments.add("--set=fine-tune.optimizer.scale-with-workers=" + task.scaling().text());
    arguments.add("--seed=" + task.seed());
    arguments.add("--out=" + out);
    double seconds = graft(arguments);
    graft(
        List.of(
            "evaluate",
            "--images=" + task.images(),
            "--bundle=" + out.resolve("bundle"),
            "--split=test",
            "--device=cpu",
            "--out=" + evaluation));
    double accuracy = json(evaluation.resolve("evaluation.json")).path("accuracy").asDouble();
    return new Tuning(accuracy, seconds, secondsPerEpoch(json(out.resolve("history.json"))));
  }

  /** Runs a command of Graft and tells how many seconds it took. */
  double graft(List<String> arguments) throws Exception {
    JavaCommands commands =
        new JavaCommands(JavaCommands.homeOfSystem(), settings.heap(), settings.cores());
    return new ChildProcess(
            commands.graft(List.of(), arguments), work.resolve(arguments.get(0) + ".log"))
        .run()
        .seconds();
  }

  private static JsonNode json(Path file) throws IOException {
    return Json.tree(Files.readString(file));
  }

  private static double secondsPerEpoch(JsonNode history) {
    double seconds = 0;
    int epochs = 0;
    for (JsonNode training : history.path("trainings")) {
      for (JsonNode epoch : training.path("epochs")) {
        seconds += epoch.path("seconds").asDouble();
        epochs++;
      }
    }
    return seconds / epochs;
  }
}
