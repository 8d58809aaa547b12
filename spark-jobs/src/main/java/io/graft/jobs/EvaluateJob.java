package io.graft.jobs;

import static java.util.stream.Collectors.joining;

import io.graft.bundle.BundleInfo.BundleCut;
import io.graft.bundle.ModelBundle;
import io.graft.config.GraftConfig;
import io.graft.dataset.LabelIndex;
import io.graft.dataset.Split;
import io.graft.error.UserException;
import io.graft.evaluation.Evaluation;
import io.graft.json.Json;
import io.graft.progress.Stages;
import io.graft.report.HtmlReport;
import io.graft.report.ReportModel;
import io.graft.spark.BundleStore;
import io.graft.spark.ImageExtraction;
import io.graft.spark.ImageExtractor;
import io.graft.spark.ImageListing;
import io.graft.spark.ImageSource;
import io.graft.spark.LabelRule;
import io.graft.spark.OutputFolder;
import io.graft.spark.Predictions;
import io.graft.spark.SplitAssignment;
import io.graft.spark.Storage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a model bundle on labelled images. */
@Command(
    name = "evaluate",
    description = "Measure a model bundle on labelled images.",
    sortOptions = false,
    footer = {
      "",
      "Writes OUT/evaluation.json, OUT/report.html, OUT/predictions and OUT/quarantine (Parquet).",
      "",
      "Example:",
      "  graft evaluate --bundle runs/quickstart/bundle --images data-samples/similar \\",
      "    --split test --out runs/evaluation"
    })
final class EvaluateJob implements Callable<Integer> {

  private static final String ALL = "all";

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description =
          "train, validation, test or all (default: test where the images come with splits, else all). Images without splits are split as the bundle's own run split them.")
  private String split;

  @Mixin private Options.Bundle bundle;
  @Mixin private Options.Images images;
  @Mixin private Options.Engine engine;
  @Mixin private Options.Output output;
  @Mixin private Options.General general;

  @Override
  public Integer call() {
    GraftConfig config =
        general.load(
            bundle,
            images,
            engine,
            output,
            settings -> Options.put(settings, "evaluate-split", split));
    Evaluation evaluation = Output.write("evaluate", config, EvaluateJob::run);
    System.out.print(ResultText.of(evaluation));
    System.out.printf("evaluation %s/evaluation.json%n", config.locations().out());
    System.out.printf("report     %s/report.html%n", config.locations().out());
    return ExitCode.DONE.number();
  }

  static Evaluation run(SparkSession session, GraftConfig config, Path folder) {
    ModelBundle bundle = BundleStore.load(Storage.of(session), config.locations().bundle());
    Path work = OutputFolder.work(folder);
    ImageListing listing = new ImageSource(session, work).list(config.locations().images());
    return evaluate(
        session, config, bundle, select(config, bundle, listing, work), new Stages(), folder);
  }

  /** Evaluates the bundle on the listed images and writes the results into the folder. */
  static Evaluation evaluate(
      SparkSession session,
      GraftConfig config,
      ModelBundle bundle,
      ImageListing listing,
      Stages stages,
      Path folder) {
    LabelIndex labels = LabelIndex.inOrder(bundle.info().labels());
    refuseUnknownLabels(listing, labels);
    try (ImageExtraction extraction =
        stages.time(
            "evaluate",
            () ->
                new ImageExtractor(
                        session, BundleStore.network(bundle, config.engine()), LabelRule.REQUIRED)
                    .extractAll("evaluate", listing, OutputFolder.work(folder)))) {
      Predictions predictions = new Predictions(extraction, labels);
      Map<String, Long> reasons = extraction.quarantinedByReason();
      long quarantined = reasons.values().stream().mapToLong(Long::longValue).sum();
      Evaluation evaluation = predictions.evaluate().toEvaluation(labels, quarantined);
      predictions.write(folder);
      Storage storage = Storage.of(session);
      storage.writeText(
          new Path(folder, "report.html"),
          HtmlReport.render(
              new ReportModel(
                  "Evaluation of " + listing.uri(),
                  facts(bundle, config),
                  evaluation,
                  reasons,
                  stages.seconds())));
      storage.deleteFolder(OutputFolder.work(folder));
      storage.writeText(new Path(folder, "evaluation.json"), Json.write(evaluation));
      return evaluation;
    }
  }

  /** Images without splits are split as the bundle's own run split them. */
  private static ImageListing select(
      GraftConfig config, ModelBundle bundle, ImageListing listing, Path work) {
    Optional<String> asked = config.evaluateSplit();
    if (asked.map(ALL::equalsIgnoreCase).orElse(!listing.isSplit())) {
      return listing;
    }
    Split split = asked.map(Split::parse).orElse(Split.TEST);
    ImageListing selected =
        SplitAssignment.assign(
                listing,
                bundle.info().splitFractions(),
                bundle.info().seed(),
                config.engine().maxBytes(),
                work)
            .only(split);
    if (selected.count() == 0) {
      throw new UserException(
          "%s has no images in the split %s. Choose another --split (train, validation, test, all)."
              .formatted(listing.uri(), split.text()));
    }
    return selected;
  }

  private static void refuseUnknownLabels(ImageListing listing, LabelIndex labels) {
    if (!listing.isLabelled()) {
      throw new UserException(
          "%s holds images without classes: nothing to measure against. Use predict for them."
              .formatted(listing.uri()));
    }
    List<String> unknown =
        listing.labels().names().stream().filter(label -> !labels.contains(label)).toList();
    if (!unknown.isEmpty()) {
      throw new UserException(
          "%s holds classes that the bundle does not know: %s. The bundle knows: %s."
              .formatted(
                  listing.uri(), String.join(", ", unknown), String.join(", ", labels.names())));
    }
  }

  private static Map<String, String> facts(ModelBundle bundle, GraftConfig config) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("base model", bundle.info().baseModel());
    List<BundleCut> cuts = bundle.info().cuts();
    facts.put("cut", cuts.stream().map(BundleCut::layer).collect(joining(", ")));
    facts.put("pooling", cuts.stream().map(BundleCut::pooling).collect(joining(", ")));
    if (bundle.info().transferCase() != null) {
      facts.put("case", String.valueOf(bundle.info().transferCase()));
    }
    facts.put("engine", config.engine().engine().text());
    facts.put("seed", String.valueOf(config.seed()));
    facts.put("training set", bundle.info().dataSetHash());
    return facts;
  }
}
