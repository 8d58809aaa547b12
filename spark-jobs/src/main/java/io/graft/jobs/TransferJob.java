package io.graft.jobs;

import static io.graft.plan.TransferCase.SMALL_SIMILAR;

import io.graft.config.BackboneConfig;
import io.graft.config.GraftConfig;
import io.graft.dataset.Split;
import io.graft.error.UserException;
import io.graft.evaluation.Evaluation;
import io.graft.json.Json;
import io.graft.model.BaseModel;
import io.graft.model.Pooling;
import io.graft.plan.Plan;
import io.graft.plan.PlannedCut;
import io.graft.plan.TransferCase;
import io.graft.progress.Stages;
import io.graft.spark.BaselineMeasurer;
import io.graft.spark.BaselineMeasurer.Baselines;
import io.graft.spark.BundleStore;
import io.graft.spark.FeatureSet;
import io.graft.spark.FeatureSet.Completeness;
import io.graft.spark.FeatureSetInfo;
import io.graft.spark.FeatureSetWriter;
import io.graft.spark.HeadTrainer.TrainedHead;
import io.graft.spark.ImageListing;
import io.graft.spark.ImageSource;
import io.graft.spark.LeakCheck;
import io.graft.spark.LeakReport;
import io.graft.spark.OutputFolder;
import io.graft.spark.SplitAssignment;
import io.graft.spark.Storage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job: from images and a base model to an evaluated model bundle. */
@Command(
    name = "transfer",
    description =
        "Graft a new task onto a base model: extract features, train a head or the whole network, evaluate.",
    sortOptions = false,
    footer = {
      "",
      "Plans where to cut unless --cut or --case 1 say so; then writes OUT/plan.json, OUT/feature-set,",
      "OUT/bundle and OUT/evaluation, as plan, extract-features, train-head and evaluate write them,",
      "OUT/baselines.json, and OUT/leaks.json: test images that have a copy among the train images.",
      "For large data (cases 3 and 4) the whole network is trained, as fine-tune does it.",
      "",
      "Example:",
      "  graft transfer --config conf/quickstart.conf"
    })
final class TransferJob implements Callable<Integer> {

  @Option(
      names = "--case",
      paramLabel = "N",
      description =
          "auto, or 1: small data, similar to the base model's; 2: small, different; 3: large, similar; 4: large, different (default: auto, as plan chooses).")
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

  /**
   * What a transfer came to.
   *
   * @param model what was trained, for people
   */
  record Result(
      Optional<Plan> plan,
      FeatureSetInfo features,
      String model,
      Evaluation evaluation,
      Optional<Baselines> baselines,
      LeakReport leaks) {}

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
    BaseModel model = stages.time("load", () -> BaseModels.load(storage, config));
    BaseModels.cuts(model, config);
    Path work = OutputFolder.work(folder);
    ImageListing listed =
        stages.time("list", () -> new ImageSource(session, work).list(config.locations().images()));
    listed.requireClasses();
    requireTestImages(listed, config);
    ImageListing listing =
        stages.time("split", () -> SplitAssignment.assign(session, listed, config, work));

    Optional<Plan> plan =
        needsPlan(config)
            ? Optional.of(PlanJob.plan(session, config, model, listing, folder, stages))
            : Optional.empty();
    plan.ifPresent(made -> System.out.print(PlanText.of(made)));
    GraftConfig chosen = plan.map(made -> config.with(backbone(config, made))).orElse(config);
    boolean isLarge = chosen.backbone().transferCase().filter(TransferCase::isLarge).isPresent();
    Trained trained =
        isLarge
            ? fineTune(session, chosen, model, listing, folder, stages)
            : trainHead(session, chosen, model, listing, folder, stages);
    FeatureSet featureSet = trained.features();

    Optional<Baselines> baselines =
        stages.time(
            "baselines",
            () -> new BaselineMeasurer(session, model, chosen).measure(featureSet, work));
    baselines.ifPresent(
        measured -> storage.writeText(new Path(folder, "baselines.json"), Json.write(measured)));
    LeakReport leaks = stages.time("leaks", () -> leaks(featureSet, chosen, folder));
    Path evaluationFolder = new Path(folder, "evaluation");
    // Half of one, where a run that this one goes on from was killed in it.
    storage.deleteFolder(evaluationFolder);
    Evaluation evaluation =
        EvaluateJob.evaluate(
            session,
            chosen,
            BundleStore.load(storage, new Path(folder, "bundle").toString()),
            requireTestImages(featureSet.images(Split.TEST), chosen),
            stages,
            evaluationFolder);
    return new Result(plan, featureSet.info(), trained.description(), evaluation, baselines, leaks);
  }

  /** Cases 1 and 2: the backbone stays as it is, and a head is trained on its features. */
  private static Trained trainHead(
      SparkSession session,
      GraftConfig config,
      BaseModel model,
      ImageListing listing,
      Path folder,
      Stages stages) {
    Path featureFolder = new Path(folder, "feature-set");
    FeatureSetWriter writer =
        new FeatureSetWriter(session, model, BaseModels.cuts(model, config), config);
    FeatureSetInfo info = writer.write(listing, stages, writer.open(featureFolder));
    ExtractFeaturesJob.requireFewQuarantined(info.counts(), config);
    FeatureSet features = FeatureSet.open(session, featureFolder.toString(), Completeness.COMPLETE);
    TrainedHead head =
        stages.time(
            "train head",
            () -> TrainHeadJob.train(session, config, features, model, new Path(folder, "bundle")));
    return new Trained(
        features,
        "head       %s, trained on %,d images%n".formatted(head.description(), head.images()));
  }

  /** Cases 3 and 4: the whole network is trained. */
  private static Trained fineTune(
      SparkSession session,
      GraftConfig config,
      BaseModel model,
      ImageListing listing,
      Path folder,
      Stages stages) {
    FineTuneJob.Result result =
        FineTuneJob.fineTune(
            session, config, model, listing, folder, new TrainingProgress(), stages);
    return new Trained(result.features(), FineTuneText.of(result.model()));
  }

  /**
   * A bundle that is in its place.
   *
   * @param features of the images it was trained on
   * @param description for people
   */
  private record Trained(FeatureSet features, String description) {}

  /** Looks for copies of test images among the train images, and writes the pairs. */
  private static LeakReport leaks(FeatureSet features, GraftConfig config, Path folder) {
    String column = features.info().fingerprint().columns().get(0).name();
    LeakReport leaks = new LeakCheck(config.engine()).of(features, column);
    Storage.of(features.features().sparkSession())
        .writeText(new Path(folder, "leaks.json"), Json.write(leaks));
    return leaks;
  }

  /** Where the cut is given, by its name or by case 1, there is nothing to be found out. */
  private static boolean needsPlan(GraftConfig config) {
    boolean lastCut = config.backbone().transferCase().equals(Optional.of(SMALL_SIMILAR));
    return config.backbone().cuts().isEmpty() && !lastCut;
  }

  private static BackboneConfig backbone(GraftConfig config, Plan plan) {
    List<PlannedCut> cuts = plan.decision().cuts();
    return config
        .backbone()
        .with(
            TransferCase.parse(String.valueOf(plan.decision().transferCase())),
            cuts.stream().map(PlannedCut::layer).toList(),
            cuts.stream().map(cut -> Pooling.parse(cut.pooling())).toList());
  }

  /** As early as it can be told: extraction may take a night. */
  private static ImageListing requireTestImages(ImageListing listing, GraftConfig config) {
    boolean toBeSplit = !listing.isSplit() && config.split().test() > 0;
    if (!toBeSplit && listing.count(Split.TEST) == 0) {
      throw new UserException(
          "%s has no test images, so the model could not be measured. Add a folder test/CLASS, or set split.test above 0."
              .formatted(listing.uri()));
    }
    return listing;
  }

  private static void print(Result result, String out) {
    System.out.printf("images     %s%n", ExtractFeaturesJob.counts(result.features().counts()));
    System.out.print(result.model());
    System.out.print(ResultText.of(result.evaluation()));
    result.baselines().ifPresent(baselines -> System.out.print(ResultText.of(baselines)));
    if (result.leaks().leaking() > 0) {
      System.out.print(ResultText.of(result.leaks(), out));
    }
    System.out.printf("evaluation %s/evaluation/evaluation.json%n", out);
    System.out.printf("report     %s/evaluation/report.html%n", out);
    System.out.printf("bundle     %s/bundle%n", out);
  }
}
