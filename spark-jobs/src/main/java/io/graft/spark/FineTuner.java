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
import io.graft.training.ScalingEstimate;
import io.graft.training.TrainableNetwork;
import io.graft.training.TrainingSpec;
import io.graft.training.ValidationScore;
import java.util.List;
import java.util.Locale;
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
      double[] classWeights,
      HistoryKeeper keeper) {}

  /** A training at its end. */
  private record Trained(String name, ComputationGraph network, ValidationScore score) {}

  /**
   * Trains on the train split of the features' images, and measures on the validation split.
   *
   * @throws io.graft.training.TrainingDivergedException naming the round
   * @throws io.graft.error.UserException when the folder has checkpoints of another training
   */
  public FineTuned train(FeatureSet features, Stages stages) {
    Run run = stages.time("pack", () -> prepare(features));
    Initialization initialization = initialization(run.settings());
    Trained kept =
        stages.time(
            "train",
            () ->
                train(
                    run,
                    initialization == Initialization.RANDOM
                        ? Initialization.RANDOM
                        : Initialization.PRETRAINED));
    if (initialization == Initialization.AUTO
        && !kept.score().succeeds(run.settings().successGate())) {
      Trained random = stages.time("train", () -> train(run, Initialization.RANDOM));
      kept = random.score().compareTo(kept.score()) > 0 ? random : kept;
    }
    run.keeper().kept(kept.name());
    return new FineTuned(kept.network(), run.keeper().history());
  }

  private Run prepare(FeatureSet features) {
    Storage storage = Storage.of(session);
    TrainingImages images =
        TrainingImages.write(
            session,
            features,
            features.requireClasses(),
            new Path(folder, "training-images"),
            config.engine().maxBytes());
    ValidationImages validation =
        new ValidationImages(
            features, model.preprocessing(), config.engine(), OutputFolder.work(folder));
    FineTuneConfig settings = config.fineTune().forImages(images.count());
    int workers = workers(settings);
    FineTuneHistory history =
        new FineTuneHistory(
            config.fineTune().presetFor(images.count()).text(),
            images.count(),
            workers,
            null,
            Map.of(),
            null);
    return new Run(
        features,
        images,
        validation,
        settings,
        workers,
        settings.classWeights().of(imagesPerClass(features)),
        new HistoryKeeper(storage, folder, history));
  }

  /** Case 4 falls back on random weights; frozen layers can't. */
  private Initialization initialization(FineTuneConfig settings) {
    boolean isCaseFour =
        config.backbone().transferCase().equals(Optional.of(TransferCase.LARGE_DIFFERENT));
    return isCaseFour
            && settings.initialization() == Initialization.PRETRAINED
            && settings.freezeUntil().isEmpty()
        ? Initialization.AUTO
        : settings.initialization();
  }

  private Trained train(Run run, Initialization initialization) {
    String name = initialization.name().toLowerCase(Locale.ROOT);
    CheckpointStore checkpoints = checkpoints(name, run.settings());
    TrainableNetwork network = network(run, initialization, checkpoints);
    TrainingSpec spec = spec(run, network);
    if (run.keeper().history().scaling() == null) {
      ScalingEstimate estimate =
          new ScalingProbe(session, run.images(), spec).measure(network.start());
      listeners(run).forEach(each -> each.expects(estimate, run.workers()));
    }
    Checkpoint end =
        new AveragedTraining(
                name,
                run.images(),
                spec,
                network,
                run.settings(),
                run.validation(),
                checkpoints,
                TrainingFingerprint.of(
                    model, cut, run.features().info(), config, run.settings(), run.workers()),
                listeners(run))
            .run();
    return new Trained(name, network.trained(end.best()), end.history().bestScore());
  }

  private List<TrainingListener> listeners(Run run) {
    return List.of(run.keeper(), listener);
  }

  private TrainableNetwork network(
      Run run, Initialization initialization, CheckpointStore checkpoints) {
    // A head that random weights or a checkpoint's replace needs no training.
    boolean keepsHead =
        initialization == Initialization.PRETRAINED && checkpoints.fingerprint().isEmpty();
    ComputationGraph grafted =
        new StartingNetwork(model, cut, config)
            .with(keepsHead ? run.settings().headStart() : HeadStart.RANDOM, run.features());
    TrainableNetwork network =
        TrainableNetwork.of(grafted, run.settings(), shares(run).steps(), run.classWeights());
    return initialization == Initialization.RANDOM ? network.randomised(config.seed()) : network;
  }

  private TrainingSpec spec(Run run, TrainableNetwork network) {
    FineTuneConfig settings = run.settings();
    return new TrainingSpec(
        network.json(),
        model.preprocessing(),
        run.features().requireClasses().size(),
        settings.labelSmoothing(),
        settings.augmentation(),
        config.engine().maxPixels(),
        run.images().count(),
        run.workers(),
        settings.batchSize(),
        settings.averagingFrequency(),
        config.seed());
  }

  private static EpochShares shares(Run run) {
    return new EpochShares(
        run.images().count(),
        run.workers(),
        run.settings().batchSize(),
        run.settings().averagingFrequency());
  }

  /** As asked for; as many as a training had that is to go on; or one for each task slot. */
  private int workers(FineTuneConfig settings) {
    Optional<Integer> before =
        checkpoints("pretrained", settings)
            .fingerprint()
            .or(() -> checkpoints("random", settings).fingerprint())
            .map(facts -> Integer.valueOf(facts.get(TrainingFingerprint.WORKERS)));
    return settings
        .workers()
        .orElseGet(() -> before.orElse(session.sparkContext().defaultParallelism()));
  }

  private CheckpointStore checkpoints(String name, FineTuneConfig settings) {
    return new CheckpointStore(
        Storage.of(session),
        new Path(new Path(folder, CHECKPOINTS), name),
        settings.checkpointsKept());
  }

  private static int[] imagesPerClass(FeatureSet features) {
    LabelIndex labels = features.requireClasses();
    int[] counts = new int[labels.size()];
    for (Row row :
        features
            .features()
            .filter(col("split").equalTo(Split.TRAIN.text()))
            .groupBy("label")
            .count()
            .collectAsList()) {
      counts[labels.index(row.getString(0))] = Math.toIntExact(row.getLong(1));
    }
    return counts;
  }
}
