package io.graft.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;

import io.graft.plan.SizeEvidence;
import io.graft.plan.SizeEvidence.Basis;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts the images there are to learn from: of those listed, the share that the sample shows to be
 * usable and unlike each other.
 *
 * @param listing of all splits
 * @param sample of the train split
 * @param features of the sample
 */
record Sizes(ImageListing listing, ImageListing sample, FeatureSet features) {

  SizeEvidence measure() {
    Map<String, Long> listed = countByLabel(listing.files());
    Map<String, Long> sampled = countByLabel(sample.files());
    Map<String, Long> distinct = new TreeMap<>();
    for (Row row :
        features.features().groupBy("label").agg(countDistinct("content_hash")).collectAsList()) {
      distinct.put(row.getString(0), row.getLong(1));
    }
    double scale = (double) listing.count() / sample.count();
    Map<String, Long> perClass = new TreeMap<>();
    listed.forEach(
        (label, count) ->
            perClass.put(
                label,
                Math.round(
                    (double) count
                        * distinct.getOrDefault(label, 0L)
                        / sampled.getOrDefault(label, 1L))));
    long extracted = features.info().counts().extracted();
    long unlike = distinct.values().stream().mapToLong(Long::longValue).sum();
    return new SizeEvidence(
        listing.count(),
        Math.round(features.info().counts().quarantined() * scale),
        Math.round((extracted - unlike) * scale),
        0,
        perClass,
        sample.count() == listing.count() ? Basis.ALL : Basis.SAMPLE);
  }

  private static Map<String, Long> countByLabel(Dataset<Row> files) {
    Map<String, Long> counts = new TreeMap<>();
    for (Row row :
        files.filter(col("label").isNotNull()).groupBy("label").count().collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
    }
    return counts;
  }
}
