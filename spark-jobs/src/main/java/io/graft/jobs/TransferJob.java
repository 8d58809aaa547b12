package io.graft.jobs;

import io.graft.config.GraftConfig;
import io.graft.dataset.Split;
import io.graft.error.UserException;
import io.graft.evaluation.Evaluation;
import io.graft.model.BaseModel;
import io.graft.progress.Stages;
import io.graft.spark.BundleStore;
import io.graft.spark.FeatureSet;
import io.graft.spark.FeatureSet.Completeness;
import io.graft.spark.FeatureSetInfo;
import io.graft.spark.FeatureSetStore;
import io.graft.spark.FeatureSetWriter;
import io.graft.spark.HeadTrainer.TrainedHead;
import io.graft.spark.ImageListing;
import io.graft.spark.ImageSource;
import io.graft.spark.Storage;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job: from images and a base model to an evaluated model bundle. */
@Command(
    name = "transfer",
    description = "Graft a new task onto a base model: extract features, train a head, evaluate.",
    sortOptions = false,
    footer = {
      "",
      "Writes OUT/feature-set, OUT/bundle and OUT/evaluation, as extract-features, train-head and",
      "evaluate write them.",
      "",
      "Example:",
      "  graft transfer --config conf/quickstart.conf"
    })
final class TransferJob implements Callable<Integer> {

  @Option(
      names = "--case",
      paramLabel = "N",
      description = "auto or 1: small data, similar to the base model's (default: auto).")
  private String transferCase;

  @Option(
      names = "--max-quarantined",
      paramLabel = "FRACTION",
      description =
          "End with exit code 4 before training when a larger fraction of the listed files is quarantined (default: 1).")
  private String maxQuarantined;

  @Mixin private Options.Images images;
  @Mixin private Options.Backbone backbone;
  @Mixin private Options.Engine engine;
  @Mixin private Options.Output output;
  @Mixin private Options.General general;

  /** What a transfer came to. */
  record Result(FeatureSetInfo features, TrainedHead head, Evaluation evaluation) {}

  @Override
  public Integer call() {
    GraftConfig config =
        general.load(
            images,
            backbone,
            engine,
            output,
            settings -> Options.put(settings, "case", transferCase),
            settings -> Options.put(settings, "max-quarantined", maxQuarantined));
    Result result = Output.write("transfer", config, TransferJob::run);
    print(result, config.locations().out());
    return ExitCode.DONE.number();
  }

  static Result run(SparkSession session, GraftConfig config, Path folder) {
    Stages stages = new Stages();
    Storage storage = Storage.of(session);
    ImageSource.require(storage, config.locations().images());
    config.backbone().onlyCut();
    BaseModel model = stages.time("load", () -> BaseModels.load(storage, config));
    Path featureFolder = new Path(folder, "feature-set");
    FeatureSetWriter writer =
        new FeatureSetWriter(session, model, BaseModels.cuts(model, config), config);
    FeatureSetStore store = writer.open(featureFolder);
    ImageListing listing =
        stages.time(
            "list", () -> new ImageSource(session, store.work()).list(config.locations().images()));
    listing.requireClasses();
    requireTestImages(listing, config);
    FeatureSetInfo features = writer.write(listing, stages, store);
    ExtractFeaturesJob.requireFewQuarantined(features.counts(), config);
    FeatureSet featureSet =
        FeatureSet.open(session, featureFolder.toString(), Completeness.COMPLETE);

    Path bundleFolder = new Path(folder, "bundle");
    TrainedHead head =
        stages.time(
            "train head",
            () -> TrainHeadJob.train(session, config, featureSet, model, bundleFolder));

    Evaluation evaluation =
        EvaluateJob.evaluate(
            session,
            config,
            BundleStore.load(storage, bundleFolder.toString()),
            requireTestImages(featureSet.images(Split.TEST), config),
            stages,
            new Path(folder, "evaluation"));
    return new Result(features, head, evaluation);
  }

  /** As early as it can be told: extraction may take a night. */
  private static ImageListing requireTestImages(ImageListing listing, GraftConfig config) {
    boolean toBeSplit = !listing.isSplit() && config.split().test() > 0;
    if (!toBeSplit && listing.only(Split.TEST).count() == 0) {
      throw new UserException(
          "%s has no test images, so the model could not be measured. Add a folder test/CLASS, or set split.test above 0."
              .formatted(listing.uri()));
    }
    return listing;
  }

  private static void print(Result result, String out) {
    System.out.printf("images     %s%n", ExtractFeaturesJob.counts(result.features().counts()));
    System.out.printf(
        "head       trained on %,d images, regularisation %s%n",
        result.head().images(), result.head().regularization());
    System.out.print(ResultText.of(result.evaluation()));
    System.out.printf("evaluation %s/evaluation/evaluation.json%n", out);
    System.out.printf("report     %s/evaluation/report.html%n", out);
    System.out.printf("bundle     %s/bundle%n", out);
  }
}
