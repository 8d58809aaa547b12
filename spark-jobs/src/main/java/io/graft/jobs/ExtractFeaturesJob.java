package io.graft.jobs;

import io.graft.config.GraftConfig;
import io.graft.error.QualityGateException;
import io.graft.model.BaseModel;
import io.graft.progress.Stages;
import io.graft.spark.FeatureSetInfo;
import io.graft.spark.FeatureSetStore;
import io.graft.spark.FeatureSetWriter;
import io.graft.spark.ImageListing;
import io.graft.spark.ImageSource;
import io.graft.spark.SparkSessions;
import io.graft.spark.Storage;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the frozen backbone over images and stores the bottleneck features as Parquet. */
@Command(
    name = "extract-features",
    description = "Run the frozen base model over images and store the features as Parquet.",
    sortOptions = false,
    footer = {
      "",
      "Writes OUT/features (Parquet: uri, content_hash, label, split, width, height,",
      "features_LAYER for each cut, length, modified_millis, group), OUT/quarantine (Parquet: uri,",
      "reason, message, length, content_hash, label, split, modified_millis, group) and OUT/_graft.json.",
      "",
      "Where OUT holds features of the same fingerprint (base model, cuts, preprocessing), a killed run",
      "goes on where it was, and a later one extracts only what is new or changed.",
      "",
      "Example:",
      "  graft extract-features --images data-samples/similar \\",
      "    --base-model data-samples/base-model/base-model.zip --out runs/features"
    })
final class ExtractFeaturesJob implements Callable<Integer> {

  @Option(
      names = "--max-quarantined",
      paramLabel = "FRACTION",
      description =
          "End with exit code 4, everything written, when a larger fraction of the listed files is quarantined (default: 1).")
  private String maxQuarantined;

  @Mixin private Options.Images images;
  @Mixin private Options.Backbone backbone;
  @Mixin private Options.Engine engine;
  @Mixin private Options.Output output;
  @Mixin private Options.General general;

  @Override
  public Integer call() {
    GraftConfig config =
        general.load(
            images,
            backbone,
            engine,
            output,
            settings -> Options.put(settings, "max-quarantined", maxQuarantined));
    FeatureSetInfo info = SparkSessions.with("extract-features", session -> run(session, config));
    System.out.printf(
        "images     %s%nfeatures   %s/features%n", counts(info.counts()), config.locations().out());
    requireFewQuarantined(info.counts(), config);
    return ExitCode.DONE.number();
  }

  /** Extracts labelled images and unlabelled ones. */
  static FeatureSetInfo run(SparkSession session, GraftConfig config) {
    Path out = Storage.path(config.locations().out());
    Stages stages = new Stages();
    ImageSource.require(Storage.of(session), config.locations().images());
    BaseModel model = stages.time("load", () -> BaseModels.load(Storage.of(session), config));
    FeatureSetWriter writer =
        new FeatureSetWriter(session, model, BaseModels.cuts(model, config), config);
    FeatureSetStore store = writer.open(out);
    ImageListing listing =
        stages.time(
            "list", () -> new ImageSource(session, store.work()).list(config.locations().images()));
    return writer.write(listing, stages, store);
  }

  /** Such as {@code 100 listed = 8 extracted + 2 quarantined {empty=2} + 90 unchanged}. */
  static String counts(FeatureSetInfo.Counts counts) {
    StringBuilder text =
        new StringBuilder(
            "%,d listed = %,d extracted + %,d quarantined"
                .formatted(counts.listed(), counts.extracted(), counts.quarantined()));
    if (counts.quarantined() > 0) {
      text.append(" ").append(counts.quarantinedByReason());
    }
    if (counts.unchanged() > 0) {
      text.append(" + %,d unchanged".formatted(counts.unchanged()));
    }
    if (counts.changed() + counts.deleted() > 0) {
      text.append(
          "; of earlier ones %,d changed, %,d deleted"
              .formatted(counts.changed(), counts.deleted()));
    }
    return text.toString();
  }

  /**
   * Looks at the share of the quarantine.
   *
   * @throws QualityGateException when it is above what the configuration allows
   */
  static void requireFewQuarantined(FeatureSetInfo.Counts counts, GraftConfig config) {
    double share = (double) counts.quarantined() / counts.listed();
    double allowed = config.extraction().maxQuarantined();
    if (share > allowed) {
      throw new QualityGateException(
          String.format(
              Locale.ROOT,
              "%,d of %,d files (%.1f %%) are quarantined, and max-quarantined allows %.1f %%: %s. All are written; see the quarantine in %s for each one's reason.",
              counts.quarantined(),
              counts.listed(),
              100 * share,
              100 * allowed,
              counts.quarantinedByReason(),
              config.locations().out()));
    }
  }
}
