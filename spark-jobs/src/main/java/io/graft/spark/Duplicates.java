package io.graft.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.graft.config.EngineConfig;
import io.graft.spark.Neighbours.Neighbour;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How many images of a set say nothing new: they share their bytes with an image whose URI stands
 * before theirs, or are nearly a copy of one by their features and pixels.
 *
 * @param byClass the counts of each class; unlabelled images stand under the empty name
 */
public record Duplicates(SortedMap<String, Counts> byClass) {

  /**
   * The counts of a class.
   *
   * @param images all of them
   * @param equalBytes that share their bytes with an earlier image, of any class
   * @param checked of those without equal bytes, a sample that was compared with all
   * @param nearDuplicates of the checked ones, those that are nearly copies of an earlier image
   */
  public record Counts(long images, long equalBytes, long checked, long nearDuplicates) {

    /** How many images there really are, as the checked ones tell it. */
    public long distinct() {
      double repeated = checked == 0 ? 0 : (double) nearDuplicates / checked;
      return Math.round((images - equalBytes) * (1 - repeated));
    }
  }

  /**
   * Counts the duplicates of a feature set.
   *
   * @param features with the rows to look at, such as those of its train split
   * @param featureColumn a column {@code array<float>}, of the same length in every row
   * @param mostChecked images whose features are compared with those of all; the first by content
   *     hash
   * @param engine says how large images may be: those that appear to be copies are read again
   */
  public static Duplicates of(
      FeatureSet features, String featureColumn, int mostChecked, EngineConfig engine) {
    Dataset<Row> columns =
        NearestImages.columns(features.features(), featureColumn)
            .withColumn("label", coalesce(col("label"), lit("")));
    Dataset<Row> firsts = columns.groupBy("content_hash").agg(min("uri").as("uri")).select("uri");
    Map<String, long[]> near =
        nearDuplicates(
            columns.join(firsts, "uri", "left_semi"), mostChecked, SecondLook.at(features, engine));
    SortedMap<String, Counts> byClass = new TreeMap<>();
    for (Row row :
        columns
            .select("uri", "label")
            .join(firsts.withColumn("first", lit(1)), "uri", "left")
            .groupBy("label")
            .agg(
                count(lit(1)).as("images"),
                sum(when(col("first").isNull(), 1L).otherwise(0L)).as("repeated"))
            .collectAsList()) {
      long[] checked = near.getOrDefault(row.getString(0), new long[2]);
      byClass.put(
          row.getString(0), new Counts(row.getLong(1), row.getLong(2), checked[0], checked[1]));
    }
    return new Duplicates(byClass);
  }

  /** Checked images and near-duplicates among them, by class. */
  private static Map<String, long[]> nearDuplicates(
      Dataset<Row> firsts, int mostChecked, SecondLook look) {
    Map<String, long[]> counts = new HashMap<>();
    if (firsts.isEmpty()) {
      return counts;
    }
    NearestImages nearest = new NearestImages(firsts);
    List<Row> checked = nearest.sample(firsts, mostChecked);
    List<List<Neighbour>> copies = look.copies(checked, nearest.of(checked));
    for (int i = 0; i < checked.size(); i++) {
      Row image = checked.get(i);
      String uri = image.getAs("uri");
      boolean repeats = copies.get(i).stream().anyMatch(copy -> copy.uri().compareTo(uri) < 0);
      long[] ofClass = counts.computeIfAbsent(image.getAs("label"), label -> new long[2]);
      ofClass[0]++;
      ofClass[1] += repeats ? 1 : 0;
    }
    return counts;
  }

  /** Of all classes: images without those that repeat others. */
  public long distinct() {
    return byClass.values().stream().mapToLong(Counts::distinct).sum();
  }

  public long images() {
    return byClass.values().stream().mapToLong(Counts::images).sum();
  }

  public long equalBytes() {
    return byClass.values().stream().mapToLong(Counts::equalBytes).sum();
  }
}
