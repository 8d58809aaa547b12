package io.graft.spark;

import static org.apache.spark.sql.functions.col;

import io.graft.config.EngineConfig;
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
 * so near that one may be a copy of the other (encoded anew, resized, slightly cropped, brighter,
 * mirrored), and pixels that say so too. Splits that Graft gave never part equal bytes, but they
 * part copies.
 *
 * @param engine says how large images may be
 * @param mostChecked images that are looked for; fewer where their features fill 16 MB sooner
 */
public record LeakCheck(EngineConfig engine, int mostChecked) {

  /** What a report says of a set with no image on one of the sides. */
  private static final LeakReport NOTHING = new LeakReport(0, 0, 0, List.of());

  public LeakCheck {
    if (mostChecked < 1) {
      throw new IllegalArgumentException("mostChecked is " + mostChecked + ", expected 1 or more");
    }
  }

  /** Checks 5,000 images: with 256 features, against 100,000, some two minutes of one core. */
  public LeakCheck(EngineConfig engine) {
    this(engine, 5_000);
  }

  /**
   * The leaks of a feature set, whose images are read again where they are suspected to be copies;
   * a pair of which one can't be read any more is taken for a leak.
   *
   * @param features with rows of all splits
   * @param featureColumn a column {@code array<float>}, of the same length in every row
   */
  public LeakReport of(FeatureSet features, String featureColumn) {
    Dataset<Row> columns = NearestImages.columns(features.features(), featureColumn);
    Dataset<Row> train = columns.filter(col("split").equalTo(Split.TRAIN.text()));
    Dataset<Row> heldBack =
        columns.filter(col("split").isin(Split.VALIDATION.text(), Split.TEST.text()));
    long count = heldBack.count();
    if (count == 0 || train.isEmpty()) {
      return NOTHING;
    }
    NearestImages nearest = new NearestImages(train);
    List<Row> checked = nearest.sample(heldBack, mostChecked);
    List<Pair> pairs =
        pairs(checked, SecondLook.at(features, engine).copies(checked, nearest.of(checked)));
    return new LeakReport(count, checked.size(), pairs.size(), pairs);
  }

  private static List<Pair> pairs(List<Row> checked, List<List<Neighbour>> copies) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < checked.size(); i++) {
      Row image = checked.get(i);
      if (!copies.get(i).isEmpty()) {
        Neighbour copy = copies.get(i).get(0);
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
