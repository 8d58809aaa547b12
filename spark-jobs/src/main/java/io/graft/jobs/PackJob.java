package io.graft.jobs;

import io.graft.config.GraftConfig;
import io.graft.error.UserException;
import io.graft.spark.ImageListing;
import io.graft.spark.ImageListing.Form;
import io.graft.spark.ImageSource;
import io.graft.spark.OutputFolder;
import io.graft.spark.PackWriter;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Packs many small image files into few large Parquet files. */
@Command(
    name = "pack",
    description = "Pack images into Parquet, so that many small files cost no time to open.",
    sortOptions = false,
    footer = {
      "",
      "Writes OUT/images (Parquet: uri, label, split, length, modified_millis, content_hash, group,",
      "content; and for files that can't be read reason and message) and OUT/_pack.json. Every command",
      "that takes --images takes OUT.",
      "",
      "Example:",
      "  graft pack --images data-samples/similar --out runs/similar-pack",
      "  graft extract-features --images runs/similar-pack \\",
      "    --base-model data-samples/base-model/base-model.zip --out runs/features"
    })
final class PackJob implements Callable<Integer> {

  @Mixin private Options.Images images;
  @Mixin private Options.Output output;
  @Mixin private Options.General general;

  @Override
  public Integer call() {
    GraftConfig config = general.load(images, output);
    PackWriter.Info info = Output.write("pack", config, PackJob::run);
    System.out.printf(
        "%,d images listed = %,d packed + %,d quarantined%s%npack       %s%n",
        info.listed(),
        info.listed() - info.quarantined(),
        info.quarantined(),
        info.quarantined() == 0 ? "" : " " + info.quarantinedByReason(),
        config.locations().out());
    return ExitCode.DONE.number();
  }

  static PackWriter.Info run(SparkSession session, GraftConfig config, Path folder) {
    ImageListing listing =
        new ImageSource(session, OutputFolder.work(folder)).list(config.locations().images());
    if (listing.form() == Form.PACK) {
      throw new UserException("%s is packed already.".formatted(listing.uri()));
    }
    return new PackWriter(session, config.engine().maxBytes()).write(listing, folder);
  }
}
