package io.graft.spark;

import io.graft.dataset.LabelIndex;
import io.graft.dataset.SplitItem;
import io.graft.dataset.StratifiedSplitter;
import io.graft.error.UserException;
import io.graft.spark.HeadSearch.Images;
import io.graft.training.HeadCandidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Labelled images with their features in the driver's memory, in the order of their contents, so
 * that sums are added in the same order each time.
 *
 * @param items what says which images belong together
 */
public record HeadImages(Images images, List<SplitItem> items) {

  /** Collects rows with {@code uri}, {@code content_hash}, {@code label} and these features. */
  public static HeadImages load(Dataset<Row> rows, List<String> featureColumns, LabelIndex labels) {
    List<Row> collected =
        rows.sort("content_hash", "uri")
            .select(
                Stream.concat(Stream.of("content_hash", "label", "group"), featureColumns.stream())
                    .map(functions::col)
                    .toArray(Column[]::new))
            .collectAsList();
    float[][][] matrices = new float[featureColumns.size()][collected.size()][];
    int[] indices = new int[collected.size()];
    List<SplitItem> items = new ArrayList<>();
    for (int i = 0; i < indices.length; i++) {
      Row row = collected.get(i);
      items.add(new SplitItem(row.getString(0), row.getString(1), row.getString(2)));
      indices[i] = labels.index(row.getString(1));
      for (int column = 0; column < matrices.length; column++) {
        matrices[column][i] = floats(row.getList(3 + column));
      }
    }
    return new HeadImages(new Images(matrices, indices, labels.size()), items);
  }

  /**
   * Refuses images that lack a class.
   *
   * @throws UserException naming the first
   */
  static void requireEveryClass(List<SplitItem> items, LabelIndex labels) {
    Set<String> present = items.stream().map(SplitItem::label).collect(Collectors.toSet());
    for (String label : labels.names()) {
      if (!present.contains(label)) {
        throw new UserException(
            "Class '%s' has no image to train on: all of its files are quarantined or in other splits. Add images, or remove the class."
                .formatted(label));
      }
    }
  }

  /** How many features all columns together give for an image. */
  static long width(Dataset<Row> rows, List<String> featureColumns) {
    Row sizes =
        rows.select(
                featureColumns.stream()
                    .map(name -> functions.size(functions.col(name)))
                    .toArray(Column[]::new))
            .first();
    return IntStream.range(0, sizes.size()).mapToLong(sizes::getInt).sum();
  }

  /** All features of all columns, joined in the order of the columns. */
  public HeadCandidate joined(String name) {
    return new HeadCandidate(
        name,
        IntStream.range(0, images.matrices().length)
            .mapToObj(m -> new HeadCandidate.Slice(m, 0, images.matrices()[m][0].length))
            .toList());
  }

  /** The fold of each image, 0 to {@code folds - 1}. */
  public int[] folds(int folds, long seed) {
    Map<String, Integer> byHash = StratifiedSplitter.folds(items, folds, seed);
    return items.stream().mapToInt(item -> byHash.get(item.contentHash())).toArray();
  }

  static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i);
    }
    return floats;
  }
}
