package io.graft.jobs;

import io.graft.config.GraftConfig;
import io.graft.config.OutputMode;
import io.graft.error.UserException;
import io.graft.model.BaseModel;
import io.graft.plan.SourceStatistics;
import io.graft.spark.ImageListing;
import io.graft.spark.ImageSource;
import io.graft.spark.SourceStatisticsFile;
import io.graft.spark.SourceStatisticsMeasurer;
import io.graft.spark.SparkSessions;
import io.graft.spark.Storage;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures a base model on its source images, so that plans can hold new images against them. */
@Command(
    name = "source-statistics",
    description = "Measure a base model on images it was trained on, for plan to compare with.",
    sortOptions = false,
    footer = {
      "",
      "Writes BASE-MODEL.source.json beside the base model: the mean features of each class, and how",
      "sure the base model's own classifier is. pretrain does this by itself.",
      "",
      "Example:",
      "  graft source-statistics --images data-samples/shapes \\",
      "    --base-model runs/base-model/base-model.zip"
    })
final class SourceStatisticsJob implements Callable<Integer> {

  @Option(names = "--overwrite", description = "Replace the statistics if there are some.")
  private boolean overwrite;

  @Mixin private Options.Images images;
  @Mixin private Options.Backbone backbone;
  @Mixin private Options.Engine engine;
  @Mixin private Options.General general;

  @Override
  public Integer call() {
    GraftConfig config =
        general.load(
            images,
            backbone,
            engine,
            settings -> Options.put(settings, "overwrite", overwrite ? "true" : null));
    Path file = SourceStatisticsFile.of(Storage.path(config.locations().baseModel()));
    SourceStatistics statistics =
        SparkSessions.with("source-statistics", session -> run(session, config, file));
    System.out.printf(
        "measured   %,d images of %,d classes at %s%nstatistics %s%n",
        statistics.images(), statistics.classes().size(), statistics.layer(), file);
    return ExitCode.DONE.number();
  }

  private static SourceStatistics run(SparkSession session, GraftConfig config, Path file) {
    Storage storage = Storage.of(session);
    ImageSource.require(storage, config.locations().images());
    BaseModel model = BaseModels.load(storage, config);
    if (storage.exists(file) && config.locations().outputMode() == OutputMode.CREATE) {
      throw new UserException("%s exists already. Replace it with --overwrite.".formatted(file));
    }
    // Beside the result: executors on other machines write there too.
    Path work = new Path(file.getParent(), "." + file.getName() + ".work");
    try {
      ImageListing listing = new ImageSource(session, work).list(config.locations().images());
      listing.requireClasses();
      SourceStatistics statistics =
          new SourceStatisticsMeasurer(session, model, config).measure(listing, work);
      storage.writeText(file, statistics.json());
      return statistics;
    } finally {
      storage.deleteFolder(work);
    }
  }
}
