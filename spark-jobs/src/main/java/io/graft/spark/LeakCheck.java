package io.graft.spark;

import static org.apache.spark.sql.functions.col;

import io.graft.dataset.Split;
import io.graft.spark.LeakReport.Pair;
import io.graft.spark.Neighbours.Neighbour;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Looks among the train images for copies of validation and test images: equal bytes, or features
 * so near that one must be a copy of the other (encoded anew, resized, slightly cropped, brighter,
 * mirrored). Splits that Graft gave never part equal bytes, but they part copies.
 *
 * @param mostChecked images that are looked for; fewer where their features fill 16 MB sooner
 */
public record LeakCheck(int mostChecked) {

  /** What a report says of a set with no image on one of the sides. */
  private static final LeakReport NOTHING = new LeakReport(0, 0, 0, List.of());

  public LeakCheck {
    if (mostChecked < 1) {
      throw new IllegalArgumentException("mostChecked is " + mostChecked + ", expected 1 or more");
    }
  }

  /** Checks 5,000 images: with 256 features, against 100,000, some two minutes of one core. */
  public LeakCheck() {
    this(5_000);
  }

  /**
   * The leaks of a feature set.
   *
   * @param rows of the feature set, of all splits
   * @param featureColumn a column {@code array<float>}, of the same length in every row
   */
  public LeakReport of(Dataset<Row> rows, String featureColumn) {
    Dataset<Row> columns = NearestImages.columns(rows, featureColumn);
    Dataset<Row> train = columns.filter(col("split").equalTo(Split.TRAIN.text()));
    Dataset<Row> heldBack =
        columns.filter(col("split").isin(Split.VALIDATION.text(), Split.TEST.text()));
    long count = heldBack.count();
    if (count == 0 || train.isEmpty()) {
      return NOTHING;
    }
    NearestImages nearest = new NearestImages(train);
    List<Row> checked = nearest.sample(heldBack, mostChecked);
    List<Pair> pairs = pairs(checked, nearest.of(checked));
    return new LeakReport(count, checked.size(), pairs.size(), pairs);
  }

  private static List<Pair> pairs(List<Row> checked, List<Neighbours> neighbours) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < checked.size(); i++) {
      Row image = checked.get(i);
      List<Neighbour> copies = neighbours.get(i).copies(image.getAs("content_hash"));
      if (!copies.isEmpty()) {
        Neighbour copy = copies.get(0);
        pairs.add(
            new Pair(
                image.getAs("uri"),
                image.getAs("split"),
                copy.uri(),
                copy.split(),
                copy.similarity()));
      }
    }
    pairs.sort(Comparator.comparing(Pair::uri));
    return List.copyOf(pairs);
  }
}
