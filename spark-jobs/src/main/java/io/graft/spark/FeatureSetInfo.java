package io.graft.spark;

import java.util.List;
import java.util.Map;

/**
 * What {@code _graft.json} says of a feature set; it is written last, so that a set that has it is
 * whole.
 *
 * @param labels the classes, sorted; empty for unlabelled images
 * @param images the folder or manifest they came from
 * @param seed of the splits
 * @param dataSetHash SHA-256 over content hash, label and split of every image, in sorted order
 */
public record FeatureSetInfo(
    Fingerprint fingerprint,
    List<String> labels,
    String images,
    long seed,
    String dataSetHash,
    Counts counts,
    Map<String, Double> secondsByStage) {

  /** Features are comparable only where all of this is the same. */
  public record Fingerprint(
      String baseModel,
      String baseModelSha256,
      List<Column> columns,
      Map<String, Object> preprocessing,
      String graftVersion) {}

  /** A column of features: which layer, how pooled, how many values an image. */
  public record Column(String name, String layer, String pooling) {}

  /** Every listed file is one or the other. */
  public record Counts(
      long listed, long extracted, long quarantined, Map<String, Long> quarantinedByReason) {}
}
