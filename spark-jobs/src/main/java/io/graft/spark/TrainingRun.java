package io.graft.spark;

import io.graft.config.FineTuneConfig;
import io.graft.config.FineTuneConfig.HeadStart;
import io.graft.config.GraftConfig;
import io.graft.config.Initialization;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.training.EncodedImageInput;
import io.graft.training.EpochShares;
import io.graft.training.ScalingEstimate;
import io.graft.training.TrainableNetwork;
import io.graft.training.TrainingSpec;
import io.graft.training.ValidationScore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What all trainings of a fine-tuning have in common.
 *
 * @param checkpoints the folder with those of all trainings
 * @param classWeights of each class in the loss
 */
record TrainingRun(
    BaseModel model,
    Cut cut,
    GraftConfig config,
    FineTuneConfig settings,
    FeatureSet features,
    TrainingImages images,
    ValidationImages validation,
    Path checkpoints,
    int workers,
    double[] classWeights,
    HistoryKeeper keeper,
    TrainingListener listener) {

  /**
   * A training at its end.
   *
   * @param name what it started from
   * @param network the best one, for inference
   */
  record Trained(String name, ComputationGraph network, ValidationScore score) {}

  /** Trains from these weights, or goes on where an earlier run was killed. */
  Trained train(Initialization initialization) {
    String name = name(initialization);
    CheckpointStore store =
        store(Storage.of(images.session()), checkpoints, initialization, settings);
    Map<String, String> fingerprint =
        TrainingFingerprint.of(model, cut, features.info(), config, settings, workers);
    store.requireSame(fingerprint);
    TrainingFeed feed = feed(network(initialization, store));
    feed.note(settings).ifPresent(listener::note);
    TrainingSpec spec = spec(feed);
    if (keeper.history().scaling() == null) {
      estimate(feed, spec);
    }
    try (TrainingMetrics metrics = new TrainingMetrics()) {
      Checkpoint end =
          new AveragedTraining(
                  name,
                  feed.examples(),
                  spec,
                  feed.network(),
                  scaled(),
                  validation,
                  store,
                  fingerprint,
                  List.of(keeper, metrics, listener))
              .run();
      return new Trained(name, feed.network().trained(end.best()), end.history().bestScore());
    }
  }

  /** The checkpoints of a training from these weights. */
  static CheckpointStore store(
      Storage storage, Path checkpoints, Initialization initialization, FineTuneConfig settings) {
    return new CheckpointStore(
        storage, new Path(checkpoints, name(initialization)), settings.checkpointsKept());
  }

  private static String name(Initialization initialization) {
    return initialization.name().toLowerCase(Locale.ROOT);
  }

  private void estimate(TrainingFeed feed, TrainingSpec spec) {
    ScalingEstimate estimate =
        new ScalingProbe(feed.examples(), spec).measure(feed.network().start());
    keeper.expects(estimate, workers);
    listener.expects(estimate, workers);
  }

  private TrainableNetwork network(Initialization initialization, CheckpointStore store) {
    // A head that random weights or a checkpoint's will replace needs no training.
    boolean keepsHead =
        initialization == Initialization.PRETRAINED && store.fingerprint().isEmpty();
    ComputationGraph grafted =
        new StartingNetwork(model, cut, config)
            .with(keepsHead ? settings.headStart() : HeadStart.RANDOM, features);
    TrainableNetwork network =
        TrainableNetwork.of(grafted, scaled(), shares().steps(), classWeights);
    return initialization == Initialization.RANDOM ? network.randomised(config.seed()) : network;
  }

  private EpochShares shares() {
    return new EpochShares(
        images.count(), workers, settings.batchSize(), settings.averagingFrequency());
  }

  /** With the learning rate that is trained at. */
  private FineTuneConfig scaled() {
    return settings.forWorkers(shares().minibatches());
  }

  private TrainingFeed feed(TrainableNetwork network) {
    EncodedImageInput input =
        new EncodedImageInput(
            model.preprocessing(),
            settings.augmentation(),
            settings.views(),
            config.engine().maxPixels());
    return TrainingFeed.of(network, images, input, settings, config.engine(), config.seed());
  }

  private TrainingSpec spec(TrainingFeed feed) {
    return new TrainingSpec(
        feed.network().json(),
        feed.input(),
        features.requireClasses().size(),
        settings.labelSmoothing(),
        images.count(),
        workers,
        settings.batchSize(),
        settings.averagingFrequency(),
        config.seed());
  }
}
