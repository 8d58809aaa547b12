package io.graft.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Looks for groups that stand in several splits, where the images come with splits. */
final class GroupsInSplits {

  private static final int NAMED = 3;

  private GroupsInSplits() {}

  /** Tells of them on standard error: it may be meant so, but it flatters every measurement. */
  static void warn(ImageListing listing) {
    if (!listing.isSplit() || !listing.isGrouped()) {
      return;
    }
    Dataset<Row> divided =
        listing
            .files()
            .filter(col("group").isNotNull())
            .groupBy("group")
            .agg(countDistinct("split").as("splits"))
            .filter(col("splits").gt(1));
    List<Row> first = divided.sort("group").takeAsList(NAMED);
    if (!first.isEmpty()) {
      System.err.printf(
          "warning: in %s, %,d groups stand in several splits, the first: %s. What is learned from a group's training images shows in its test images: results will look better than they are. Give each group one split, or leave the splits to Graft.%n",
          listing.uri(),
          divided.count(),
          first.stream().map(row -> row.getString(0)).collect(Collectors.joining(", ")));
    }
  }
}
