package io.graft.spark;

import io.graft.GraftVersion;
import io.graft.config.GraftConfig;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.progress.Stages;
import io.graft.spark.FeatureSetInfo.Column;
import io.graft.spark.FeatureSetInfo.Counts;
import io.graft.spark.FeatureSetInfo.Fingerprint;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Extracts images and writes them as a feature set. */
public record FeatureSetWriter(SparkSession session, BaseModel model, Cut cut, GraftConfig config) {

  /** Writes the set into the folder, its {@code _graft.json} last. */
  public FeatureSetInfo write(
      ImageListing listing, LabelRule labelRule, Stages stages, Path folder) {
    NetworkSpec network =
        stages.time(
            "export",
            () ->
                NetworkSpec.of(
                    model.network(), List.of(cut), model.preprocessing(), config.engine()));
    String column = FeatureSet.columnName(cut.layer());
    try (ImageExtraction extraction =
        stages.time(
            "extract",
            () -> ImageExtraction.run(session, "extract", listing, network, labelRule))) {
      Map<String, Long> reasons = extraction.quarantinedByReason();
      stages.time(
          "write",
          () -> {
            FeatureSet.writeRows(
                folder, extraction.featureColumns(List.of(column)), extraction.quarantined());
            return null;
          });
      FeatureSet.requireWhole(session, folder, listing.entries().size());
      long quarantined = reasons.values().stream().mapToLong(Long::longValue).sum();
      long listed = listing.entries().size();
      FeatureSetInfo info =
          new FeatureSetInfo(
              fingerprint(column),
              labels(listing),
              listing.uri(),
              config.seed(),
              FeatureSet.dataSetHash(FeatureSet.readRows(session, folder)),
              new Counts(listed, listed - quarantined, quarantined, reasons),
              stages.seconds());
      FeatureSet.writeInfo(Storage.of(session), folder, info);
      return info;
    }
  }

  private Fingerprint fingerprint(String column) {
    return new Fingerprint(
        model.name(),
        model.sha256(),
        List.of(new Column(column, cut.layer(), cut.pooling().text())),
        model.preprocessing().toMap(),
        GraftVersion.VERSION);
  }

  private static List<String> labels(ImageListing listing) {
    return listing.isLabelled() ? listing.labels().names() : List.of();
  }
}
