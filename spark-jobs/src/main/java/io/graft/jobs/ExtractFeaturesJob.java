package io.graft.jobs;

import io.graft.config.GraftConfig;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.progress.Stages;
import io.graft.spark.FeatureSetInfo;
import io.graft.spark.FeatureSetWriter;
import io.graft.spark.ImageListing;
import io.graft.spark.ImageSource;
import io.graft.spark.LabelRule;
import io.graft.spark.SplitAssignment;
import io.graft.spark.Storage;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the frozen backbone over images and stores the bottleneck features as Parquet. */
@Command(
    name = "extract-features",
    description = "Run the frozen base model over images and store the features as Parquet.",
    sortOptions = false,
    footer = {
      "",
      "Writes OUT/features (Parquet: uri, content_hash, label, split, width, height,",
      "features_LAYER), OUT/quarantine (Parquet: uri, reason, message, length) and OUT/_graft.json.",
      "",
      "Example:",
      "  graft extract-features --images data-samples/similar \\",
      "    --base-model data-samples/base-model/base-model.zip --out runs/features"
    })
final class ExtractFeaturesJob implements Callable<Integer> {

  @Mixin private Options.Images images;
  @Mixin private Options.Backbone backbone;
  @Mixin private Options.Engine engine;
  @Mixin private Options.Output output;
  @Mixin private Options.General general;

  @Override
  public Integer call() {
    GraftConfig config = general.load(images, backbone, engine, output);
    FeatureSetInfo info = Output.write("extract-features", config, ExtractFeaturesJob::run);
    System.out.printf(
        "%,d images listed = %,d extracted + %,d quarantined%s%nfeatures   %s/features%n",
        info.counts().listed(),
        info.counts().extracted(),
        info.counts().quarantined(),
        reasons(info),
        config.locations().out());
    return ExitCode.DONE.number();
  }

  /** Extracts into the folder, labelled images and unlabelled ones. */
  static FeatureSetInfo run(SparkSession session, GraftConfig config, Path folder) {
    Stages stages = new Stages();
    BaseModel model = stages.time("load", () -> BaseModels.load(Storage.of(session), config));
    Cut cut = BaseModels.cut(model, config);
    ImageListing listing =
        stages.time("list", () -> new ImageSource(session).list(config.locations().images()));
    ImageListing split =
        stages.time("split", () -> SplitAssignment.assign(session, listing, config));
    LabelRule rule = listing.isLabelled() ? LabelRule.REQUIRED : LabelRule.OPTIONAL;
    return new FeatureSetWriter(session, model, cut, config).write(split, rule, stages, folder);
  }

  static String reasons(FeatureSetInfo info) {
    return info.counts().quarantinedByReason().isEmpty()
        ? ""
        : " " + info.counts().quarantinedByReason();
  }
}
