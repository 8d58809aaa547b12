package io.graft.jobs;

import io.graft.config.GraftConfig;
import io.graft.config.OutputMode;
import io.graft.dataset.Split;
import io.graft.error.UserException;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.progress.Stages;
import io.graft.spark.BundleWriter;
import io.graft.spark.FeatureSet;
import io.graft.spark.FeatureSet.Completeness;
import io.graft.spark.FeatureSetInfo;
import io.graft.spark.FeatureSetWriter;
import io.graft.spark.FineTuner;
import io.graft.spark.FineTuner.FineTuned;
import io.graft.spark.HeldOutImages;
import io.graft.spark.ImageListing;
import io.graft.spark.ImageSource;
import io.graft.spark.OutputFolder;
import io.graft.spark.SparkSessions;
import io.graft.spark.SplitAssignment;
import io.graft.spark.Storage;
import io.graft.spark.TrainingListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a whole network on many images, by parameter averaging across the cluster. */
@Command(
    name = "fine-tune",
    description =
        "Train all layers of a base model on labelled images, by parameter averaging across the cluster.",
    sortOptions = false,
    footer = {
      "",
      "Trains a new head on frozen features first, then the whole network; the settings are those of",
      "fine-tune in conf/reference.conf. Writes OUT/bundle, OUT/checkpoints, OUT/history.json,",
      "OUT/learning-curves.html, OUT/feature-set and OUT/training-images.",
      "",
      "After a kill the same command goes on from the last checkpoint, and comes to the same end.",
      "",
      "Example:",
      "  graft fine-tune --config conf/fine-tune.conf"
    })
final class FineTuneJob implements Callable<Integer> {

  private static final String BUNDLE = "bundle";

  @Option(
      names = "--init",
      paramLabel = "NAME",
      description =
          "pretrained, random, or auto: pretrained, and random too where that does not succeed (default: pretrained).")
  private String initialization;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Times through the training images, at most (default: 20).")
  private String epochs;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "That train side by side (default: one for each task slot).")
  private String workers;

  @Mixin private Options.Images images;
  @Mixin private Options.Backbone backbone;
  @Mixin private Options.Engine engine;
  @Mixin private Options.Output output;
  @Mixin private Options.General general;

  /** What a fine-tuning came to. */
  record Result(FeatureSet features, FineTuned model) {}

  @Override
  public Integer call() {
    GraftConfig config =
        general.load(
            images,
            backbone,
            engine,
            output,
            settings -> Options.put(settings, "fine-tune.init", initialization),
            settings -> Options.put(settings, "fine-tune.epochs", epochs),
            settings -> Options.put(settings, "fine-tune.workers", workers));
    Result result =
        SparkSessions.with("fine-tune", session -> run(session, config, new TrainingProgress()));
    String out = config.locations().out();
    System.out.printf(
        "images     %s%n", ExtractFeaturesJob.counts(result.features().info().counts()));
    System.out.print(FineTuneText.of(result.model()));
    System.out.printf("curves     %1$s/learning-curves.html%nbundle     %1$s/bundle%n", out);
    return ExitCode.DONE.number();
  }

  static Result run(SparkSession session, GraftConfig config, TrainingListener listener) {
    Stages stages = new Stages();
    Storage storage = Storage.of(session);
    ImageSource.require(storage, config.locations().images());
    BaseModel model = stages.time("load", () -> BaseModels.load(storage, config));
    onlyCut(model, config);
    Path folder =
        OutputFolder.resume(
            storage, config.locations().out(), config.locations().outputMode(), BUNDLE);
    Path work = OutputFolder.work(folder);
    ImageListing listed =
        stages.time("list", () -> new ImageSource(session, work).list(config.locations().images()));
    listed.requireClasses();
    ImageListing listing =
        stages.time("split", () -> SplitAssignment.assign(session, listed, config, work));
    Result result = fineTune(session, config, model, listing, folder, listener, stages);
    storage.deleteFolder(work);
    return result;
  }

  /** Fine-tunes on images with splits, and writes all that comes of it into the folder. */
  static Result fineTune(
      SparkSession session,
      GraftConfig config,
      BaseModel model,
      ImageListing listing,
      Path folder,
      TrainingListener listener,
      Stages stages) {
    Cut cut = onlyCut(model, config);
    FineTuner tuner = new FineTuner(session, model, cut, config, folder, listener);
    tuner.open();
    ImageListing watched =
        stages.time("split", () -> HeldOutImages.of(listing, config, OutputFolder.work(folder)));
    Path featureFolder = new Path(folder, "feature-set");
    FeatureSetWriter writer = new FeatureSetWriter(session, model, List.of(cut), config);
    FeatureSetInfo info = writer.write(watched, stages, writer.open(featureFolder));
    ExtractFeaturesJob.requireFewQuarantined(info.counts(), config);
    FeatureSet features = FeatureSet.open(session, featureFolder.toString(), Completeness.COMPLETE);
    requireTrainImages(features);

    FineTuned tuned = tuner.train(features, stages);
    stages.time("bundle", () -> writeBundle(session, config, model, features, tuned, folder));
    return new Result(features, tuned);
  }

  private static Path writeBundle(
      SparkSession session,
      GraftConfig config,
      BaseModel model,
      FeatureSet features,
      FineTuned tuned,
      Path folder) {
    Path bundle = new Path(folder, BUNDLE);
    Map<String, Double> metrics =
        Map.of(
            "trainingImages", (double) tuned.history().images(),
            "validationAccuracy", tuned.score().accuracy(),
            "validationLoss", tuned.score().loss());
    return OutputFolder.write(
        Storage.of(session),
        bundle.toString(),
        OutputMode.OVERWRITE,
        incomplete -> {
          new BundleWriter(session, model, config)
              .write(
                  features,
                  features.columnsFor(model, config.backbone()),
                  features.requireClasses(),
                  tuned.network(),
                  metrics,
                  incomplete);
          return bundle;
        });
  }

  private static Cut onlyCut(BaseModel model, GraftConfig config) {
    List<Cut> cuts = BaseModels.cuts(model, config);
    if (cuts.size() > 1) {
      throw new UserException(
          "A network is fine-tuned below one cut, but cut names several: %s. Name one, or none for the default."
              .formatted(String.join(", ", config.backbone().cuts())));
    }
    return cuts.get(0);
  }

  private static void requireTrainImages(FeatureSet features) {
    if (features.images(Split.TRAIN).count() == 0) {
      throw new UserException(
          "%s has no image in the train split: nothing to train on."
              .formatted(features.info().images()));
    }
  }
}
