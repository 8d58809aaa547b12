package io.graft.spark;

import static org.apache.spark.sql.functions.col;

import io.graft.config.EngineConfig;
import io.graft.plan.SizeEvidence;
import io.graft.plan.SizeEvidence.Basis;
import io.graft.spark.Duplicates.Counts;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts the images there are to learn from: of those listed, the share that the sample shows to be
 * usable and unlike each other.
 *
 * @param listing of all splits
 * @param train images of the train split
 * @param sample of them
 * @param features of the sample
 * @param column of the features that tell copies
 * @param engine says how large images may be
 */
record Sizes(
    ImageListing listing,
    long train,
    ImageListing sample,
    FeatureSet features,
    String column,
    EngineConfig engine) {

  private static final int MOST_CHECKED = 1000;

  SizeEvidence measure() {
    Map<String, Long> sampled = countByLabel(sample.files());
    Duplicates duplicates = Duplicates.of(features, column, MOST_CHECKED, engine);
    Map<String, Long> perClass = new TreeMap<>();
    long near = 0;
    for (Map.Entry<String, Long> listed : countByLabel(listing.files()).entrySet()) {
      Counts counts = duplicates.byClass().getOrDefault(listed.getKey(), new Counts(0, 0, 0, 0));
      double scale = (double) listed.getValue() / sampled.getOrDefault(listed.getKey(), 1L);
      perClass.put(listed.getKey(), Math.round(counts.distinct() * scale));
      near += Math.round((counts.images() - counts.equalBytes() - counts.distinct()) * scale);
    }
    double scale = (double) listing.count() / sample.count();
    return new SizeEvidence(
        listing.count(),
        Math.round(features.info().counts().quarantined() * scale),
        Math.round(duplicates.equalBytes() * scale),
        near,
        perClass,
        sample.count() == train ? Basis.ALL : Basis.SAMPLE);
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
