package io.graft.spark;

import io.graft.json.Json;
import io.graft.report.LearningCurvePage;
import io.graft.training.FineTuneHistory;
import io.graft.training.ScalingEstimate;
import io.graft.training.TrainingHistory;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.Path;

/**
 * Keeps {@code history.json} and {@code learning-curves.html} up to date with every epoch, so that
 * a night's training can be watched from anywhere.
 */
final class HistoryKeeper implements TrainingListener {

  private static final String HISTORY = "history.json";
  private static final String CURVES = "learning-curves.html";

  private final Storage storage;
  private final Path folder;
  private FineTuneHistory history;
  private String training;

  /** Goes on with what the folder has of an earlier run. */
  HistoryKeeper(Storage storage, Path folder, FineTuneHistory beginning) {
    this.storage = storage;
    this.folder = folder;
    Path file = new Path(folder, HISTORY);
    this.history =
        storage.exists(file)
            ? Json.read(
                file.toString(), storage.readText("The history", file), FineTuneHistory.class)
            : beginning;
  }

  FineTuneHistory history() {
    return history;
  }

  @Override
  public void expects(ScalingEstimate estimate, int workers) {
    update(before -> before.with(estimate));
  }

  void kept(String name) {
    update(before -> before.keeping(name));
  }

  @Override
  public void begins(Extent extent, TrainingHistory soFar) {
    training = extent.name();
    update(before -> before.with(training, soFar));
  }

  @Override
  public void endedEpoch(TrainingHistory soFar) {
    update(before -> before.with(training, soFar));
  }

  private void update(UnaryOperator<FineTuneHistory> change) {
    history = change.apply(history);
    storage.replaceText(new Path(folder, HISTORY), Json.write(history));
    storage.replaceText(new Path(folder, CURVES), LearningCurvePage.render(history));
  }
}
