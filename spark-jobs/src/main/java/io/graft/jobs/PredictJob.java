package io.graft.jobs;

import io.graft.bundle.ModelBundle;
import io.graft.config.GraftConfig;
import io.graft.dataset.LabelIndex;
import io.graft.spark.BundleStore;
import io.graft.spark.ImageExtraction;
import io.graft.spark.ImageExtractor;
import io.graft.spark.ImageListing;
import io.graft.spark.ImageSource;
import io.graft.spark.LabelRule;
import io.graft.spark.OutputFolder;
import io.graft.spark.Predictions;
import io.graft.spark.Storage;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Predicts the classes of images, labelled or not. */
@Command(
    name = "predict",
    description = "Predict the classes of images with a model bundle.",
    sortOptions = false,
    footer = {
      "",
      "Writes OUT/predictions (Parquet, one row an image: uri, content_hash, label where known,",
      "split, width, height, predicted_label, probability, probabilities) and OUT/quarantine",
      "(Parquet: uri, reason, message, length).",
      "",
      "Example:",
      "  graft predict --bundle runs/quickstart/bundle --images data-samples/similar --out runs/predictions"
    })
final class PredictJob implements Callable<Integer> {

  @Mixin private Options.Bundle bundle;
  @Mixin private Options.Images images;
  @Mixin private Options.Engine engine;
  @Mixin private Options.Output output;
  @Mixin private Options.General general;

  /** How many files were predicted, and how many quarantined for which reason. */
  record Counts(long listed, Map<String, Long> quarantinedByReason) {
    long quarantined() {
      return quarantinedByReason.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  @Override
  public Integer call() {
    GraftConfig config = general.load(bundle, images, engine, output);
    Counts counts = Output.write("predict", config, PredictJob::run);
    System.out.printf(
        "%,d images listed = %,d predicted + %,d quarantined %s%npredictions %s/predictions%n",
        counts.listed(),
        counts.listed() - counts.quarantined(),
        counts.quarantined(),
        counts.quarantinedByReason(),
        config.locations().out());
    return ExitCode.DONE.number();
  }

  static Counts run(SparkSession session, GraftConfig config, Path folder) {
    ModelBundle bundle = BundleStore.load(Storage.of(session), config.locations().bundle());
    Path work = OutputFolder.work(folder);
    ImageListing listing = new ImageSource(session, work).list(config.locations().images());
    try (ImageExtraction extraction =
        new ImageExtractor(
                session, BundleStore.network(bundle, config.engine()), LabelRule.OPTIONAL)
            .extractAll("predict", listing, work)) {
      new Predictions(extraction, LabelIndex.inOrder(bundle.info().labels())).write(folder);
      return new Counts(listing.count(), extraction.quarantinedByReason());
    }
  }
}
