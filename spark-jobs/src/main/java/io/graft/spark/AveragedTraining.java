package io.graft.spark;

import io.graft.config.FineTuneConfig;
import io.graft.spark.TrainingListener.Extent;
import io.graft.training.DivergenceRule;
import io.graft.training.EarlyStopping;
import io.graft.training.EpochShares;
import io.graft.training.NetworkState;
import io.graft.training.TrainableNetwork;
import io.graft.training.TrainingDivergedException;
import io.graft.training.TrainingSpec;
import java.util.List;
import java.util.Map;

/**
 * The training of one network from its start, or from its latest checkpoint, to its end: epochs of
 * rounds, each epoch's network measured on the validation images.
 *
 * @param name of the training: what it starts from
 * @param checkpoints of this training alone
 * @param fingerprint as {@link CheckpointInfo} holds it
 */
record AveragedTraining(
    String name,
    TrainingExamples examples,
    TrainingSpec spec,
    TrainableNetwork network,
    FineTuneConfig config,
    ValidationImages validation,
    CheckpointStore checkpoints,
    Map<String, String> fingerprint,
    List<TrainingListener> listeners) {

  /**
   * Trains to the end.
   *
   * @throws TrainingDivergedException naming the round; checkpoints of earlier ones stay
   */
  Checkpoint run() {
    Checkpoint at = checkpoints.latest(fingerprint).orElseGet(this::beginning);
    Extent extent = new Extent(name, config.epochs(), EpochShares.of(spec).rounds(), spec.images());
    for (TrainingListener listener : listeners) {
      listener.begins(extent, at.history());
    }
    while (!isOver(at)) {
      at = epoch(at);
      for (TrainingListener listener : listeners) {
        listener.endedEpoch(at.history());
      }
    }
    return at;
  }

  private Checkpoint beginning() {
    NetworkState start = network.start();
    Checkpoint beginning = Checkpoint.beginning(start, validation.score(network.trained(start)));
    checkpoints.write(beginning, fingerprint);
    return beginning;
  }

  private boolean isOver(Checkpoint at) {
    return at.epoch() == config.epochs()
        || at.round() == 0 && new EarlyStopping(config.patience()).isOver(at.history());
  }

  private Checkpoint epoch(Checkpoint begun) {
    Checkpoint at = begun;
    try (EpochRounds rounds = EpochRounds.open(examples, spec, at.epoch())) {
      while (at.round() < rounds.count()) {
        at = at.after(rounds.run(at.round(), at.state()));
        requireConverging(at);
        if (at.round() % config.checkpointRounds() == 0 && at.round() < rounds.count()) {
          checkpoints.write(at, fingerprint);
        }
        for (TrainingListener listener : listeners) {
          listener.ended(last(at.history().rounds()));
        }
      }
    }
    Checkpoint ended = at.afterEpoch(validation.score(network.trained(at.state())));
    checkpoints.write(ended, fingerprint);
    return ended;
  }

  private void requireConverging(Checkpoint at) {
    try {
      new DivergenceRule(spec.classes()).check(at.history(), at.state());
    } catch (TrainingDivergedException diverged) {
      throw new TrainingDivergedException(
          "%s The last good checkpoint is %s. Lower fine-tune.optimizer.learning-rate (the rate was %s) or lengthen its warm-up, and begin anew with --overwrite."
              .formatted(
                  diverged.getMessage(),
                  last(checkpoints.all()),
                  config.optimizer().learningRate()));
    }
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}
