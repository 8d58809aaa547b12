package io.graft.spark;

import static org.apache.spark.sql.functions.col;

import io.graft.config.FineTuneConfig;
import io.graft.config.FineTuneConfig.HeadStart;
import io.graft.config.GraftConfig;
import io.graft.config.Initialization;
import io.graft.dataset.LabelIndex;
import io.graft.dataset.Split;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.plan.TransferCase;
import io.graft.progress.Stages;
import io.graft.training.EpochShares;
import io.graft.training.FineTuneHistory;
import io.graft.training.TrainableNetwork;
import io.graft.training.TrainingSpec;
import io.graft.training.ValidationScore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Trains all layers of a base model with a new head by parameter averaging across the cluster: from
 * its pretrained weights, from random ones, or from both. What it needs to go on after a kill is in
 * its folder.
 *
 * @param folder gets {@code training-images/}, {@code checkpoints/}, {@code history.json} and
 *     {@code learning-curves.html}
 * @param listener is told of every round
 */
public record FineTuner(
    SparkSession session,
    BaseModel model,
    Cut cut,
    GraftConfig config,
    Path folder,
    TrainingListener listener) {

  /** The folder with the checkpoints, in one of its own for each training. */
  public static final String CHECKPOINTS = "checkpoints";

  /** The best network of all, for inference, and how it came about. */
  public record FineTuned(ComputationGraph network, FineTuneHistory history) {

    /** The score of the network on the validation images. */
    public ValidationScore score() {
      return history.trainings().get(history.kept()).bestScore();
    }
  }

  /** What all trainings of a run have in common. */
  private record Run(
      FeatureSet features,
      TrainingImages images,
      ValidationImages validation,
      FineTuneConfig settings,
      int workers,
      HistoryKeeper keeper) {}

  /** A training at its end. */
  private record Trained(String name, ComputationGraph network, ValidationScore score) {}
}
