package io.graft.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.graft.config.GraftConfig;
import io.graft.dataset.Split;
import io.graft.dataset.SplitFractions;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Sees to it that there are validation images to watch a training by. */
public final class HeldOutImages {

  private static final SplitFractions TENTH = new SplitFractions(0.1, 0);

  private HeldOutImages() {}

  /**
   * A split listing with a validation split: its own, or where it has none a tenth of its train
   * split, by class and seed.
   *
   * @param work a folder of the running command
   */
  public static ImageListing of(ImageListing listing, GraftConfig config, Path work) {
    if (listing.count(Split.VALIDATION) > 0) {
      return listing;
    }
    Column isTrain = col("split").eqNullSafe(Split.TRAIN.text());
    Dataset<Row> train =
        listing.files().filter(isTrain).withColumn("split", lit(null).cast("string"));
    Path folder = new Path(work, "held-out");
    ImageListing divided =
        SplitAssignment.assign(
            listing.with(train), TENTH, config.seed(), config.engine().maxBytes(), folder);
    Dataset<Row> others = listing.files().filter(when(isTrain, false).otherwise(true));
    return ImageListing.keep(
        listing.uri(),
        listing.form(),
        divided.files().unionByName(others),
        new Path(folder, "listing"));
  }
}
