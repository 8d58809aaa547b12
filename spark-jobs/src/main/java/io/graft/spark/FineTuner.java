package io.graft.spark;

import static io.graft.config.Initialization.AUTO;
import static io.graft.config.Initialization.PRETRAINED;
import static io.graft.config.Initialization.RANDOM;
import static org.apache.spark.sql.functions.col;

import io.graft.config.FineTuneConfig;
import io.graft.config.GraftConfig;
import io.graft.config.Initialization;
import io.graft.dataset.LabelIndex;
import io.graft.dataset.Split;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.plan.TransferCase;
import io.graft.progress.Stages;
import io.graft.spark.TrainingRun.Trained;
import io.graft.training.FineTuneHistory;
import io.graft.training.ValidationScore;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
  static final String CHECKPOINTS = "checkpoints";

  private static final String TRAINING_IMAGES = "training-images";

  /** The best network of all, for inference, and how it came about. */
  public record FineTuned(ComputationGraph network, FineTuneHistory history) {

    /** The score of the network on the validation images. */
    public ValidationScore score() {
      return history.trainings().get(history.kept()).bestScore();
    }
  }

  /** Marks the folder as one that the next run goes on in, should this one be killed. */
  public void open() {
    Storage.of(session).createFolder(new Path(folder, CHECKPOINTS));
  }

  /**
   * Trains on the train split of the features' images, and measures on the validation split.
   *
   * @throws io.graft.training.TrainingDivergedException naming the round
   * @throws io.graft.error.UserException when the folder has checkpoints of another training
   */
  public FineTuned train(FeatureSet features, Stages stages) {
    TrainingRun run = stages.time("pack", () -> prepare(features));
    Initialization initialization = initialization(run.settings());
    Trained kept =
        stages.time("train", () -> run.train(initialization == RANDOM ? RANDOM : PRETRAINED));
    if (initialization == AUTO && !kept.score().succeeds(run.settings().successGate())) {
      Trained random = stages.time("train", () -> run.train(RANDOM));
      kept = random.score().compareTo(kept.score()) > 0 ? random : kept;
    }
    run.keeper().kept(kept.name());
    Storage.of(session).deleteFolder(run.images().folder());
    return new FineTuned(kept.network(), run.keeper().history());
  }

  private TrainingRun prepare(FeatureSet features) {
    Storage storage = Storage.of(session);
    LabelIndex labels = features.requireClasses();
    TrainingImages images =
        TrainingImages.write(
            session,
            features,
            labels,
            new Path(folder, TRAINING_IMAGES),
            config.engine().maxBytes());
    ValidationImages validation =
        new ValidationImages(
            features, model.preprocessing(), config.engine(), OutputFolder.work(folder));
    FineTuneConfig settings = config.fineTune().forImages(images.count());
    Path checkpoints = new Path(folder, CHECKPOINTS);
    int workers = workers(settings, checkpoints);
    FineTuneHistory history =
        new FineTuneHistory(
            config.fineTune().presetFor(images.count()).text(),
            images.count(),
            workers,
            null,
            Map.of(),
            null);
    return new TrainingRun(
        model,
        cut,
        config,
        settings,
        features,
        images,
        validation,
        checkpoints,
        workers,
        settings.classWeights().of(imagesPerClass(features, labels)),
        new HistoryKeeper(storage, folder, history),
        listener);
  }

  /** Case 4 falls back on random weights, unless layers are frozen, which these can't be. */
  private Initialization initialization(FineTuneConfig settings) {
    boolean fallsBack =
        config.backbone().transferCase().equals(Optional.of(TransferCase.LARGE_DIFFERENT))
            && settings.freezeUntil().isEmpty();
    return fallsBack && settings.initialization() == PRETRAINED ? AUTO : settings.initialization();
  }

  /** As asked for; as many as a training had that is to go on; or one for each task slot. */
  private int workers(FineTuneConfig settings, Path checkpoints) {
    Storage storage = Storage.of(session);
    return settings
        .workers()
        .orElseGet(
            () ->
                Stream.of(PRETRAINED, RANDOM)
                    .map(from -> TrainingRun.store(storage, checkpoints, from, settings))
                    .flatMap(store -> store.fingerprint().stream())
                    .map(facts -> Integer.parseInt(facts.get(TrainingFingerprint.WORKERS)))
                    .findFirst()
                    .orElseGet(() -> session.sparkContext().defaultParallelism()));
  }

  private static int[] imagesPerClass(FeatureSet features, LabelIndex labels) {
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
