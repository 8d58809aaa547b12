package io.graft.spark;

import io.graft.error.UserException;
import io.graft.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.fs.Path;

/**
 * What {@code _graft.json} says of a feature set.
 *
 * @param complete whether every listed file is in it; while a job is at work, or when it was
 *     killed, it holds some of them
 * @param labels the classes, sorted; empty for unlabelled images
 * @param images the folder, manifest or pack they came from
 * @param seed of the splits
 * @param split the shares, by split, that Graft split the images by; empty where they came with
 *     splits, or without labels
 * @param dataSetHash SHA-256 over content hash, label and split of every image, in sorted order;
 *     empty before the end
 * @param counts of the last run; all 0 before its end
 * @param secondsByStage of the last run
 */
public record FeatureSetInfo(
    boolean complete,
    Fingerprint fingerprint,
    List<String> labels,
    String images,
    long seed,
    Map<String, Double> split,
    String dataSetHash,
    Counts counts,
    Map<String, Double> secondsByStage) {

  /** Features are comparable only where all of this, but for the base model's name, is the same. */
  public record Fingerprint(
      String baseModel,
      String baseModelSha256,
      List<Column> columns,
      Map<String, Object> preprocessing,
      String decode,
      String engine,
      String graftVersion) {

    /**
     * For a run that asks for features like this.
     *
     * @param folder of the features that are there
     * @throws UserException where they are of another fingerprint
     */
    void requireSame(Fingerprint asked, Path folder) {
      requireSame("weights", baseModelSha256, asked.baseModelSha256, folder);
      requireSame("cuts", columns, asked.columns, folder);
      requireSame(
          "preprocessing", Json.write(preprocessing), Json.write(asked.preprocessing), folder);
      requireSame("decode settings", decode, asked.decode, folder);
      requireSame("engines", engine, asked.engine, folder);
      requireSame("Graft versions", graftVersion, asked.graftVersion, folder);
    }

    private static void requireSame(String what, Object made, Object asked, Path folder) {
      if (!Objects.equals(made, asked)) {
        throw new UserException(
            "The output %s holds features of other %s (%s; asked for: %s): features are never mixed. Choose another --out, or replace them with --overwrite."
                .formatted(folder, what, made, asked));
      }
    }
  }

  /** A column of features: which layer, how pooled. */
  public record Column(String name, String layer, String pooling) {}

  /**
   * listed = extracted + quarantined + unchanged.
   *
   * @param extracted by the last run
   * @param quarantined by this run or an earlier one
   * @param unchanged whose features an earlier run has extracted
   * @param changed of the listed files: they had other features, or others now keep them from being
   *     read
   * @param deleted files that an earlier run listed and this one did not
   */
  public record Counts(
      long listed,
      long extracted,
      long quarantined,
      long unchanged,
      long changed,
      long deleted,
      Map<String, Long> quarantinedByReason) {

    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, Map.of());
  }

  FeatureSetInfo completed(String hash, Counts finalCounts, Map<String, Double> seconds) {
    return new FeatureSetInfo(
        true, fingerprint, labels, images, seed, split, hash, finalCounts, seconds);
  }
}
