package io.graft.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/** A part of a listing that stands for the whole. */
public final class ImageSample {

  /** So that rare classes can be cross-validated. */
  private static final int FEWEST_OF_A_CLASS = 20;

  private ImageSample() {}

  /**
   * So many labelled images, each class with its share and with at least twenty where it has them;
   * the same for the same seed. A smaller listing is given back as it is.
   *
   * @param work a folder of the running command
   */
  public static ImageListing of(ImageListing listing, int images, long seed, Path work) {
    if (listing.count() <= images) {
      return listing;
    }
    Column ofClass = count(lit(1)).over(Window.partitionBy("label"));
    Column rank =
        row_number()
            .over(Window.partitionBy("label").orderBy(xxhash64(col("uri"), lit(seed)), col("uri")));
    Column share =
        functions.greatest(
            lit(FEWEST_OF_A_CLASS),
            functions.ceil(col("of_class").multiply(lit((double) images / listing.count()))));
    Dataset<Row> sample =
        listing
            .files()
            .filter(col("label").isNotNull())
            .withColumn("of_class", ofClass)
            .withColumn("rank", rank)
            .filter(col("rank").leq(share))
            .drop("of_class", "rank");
    return ImageListing.keep(listing.uri(), listing.form(), sample, new Path(work, "sample"));
  }
}
