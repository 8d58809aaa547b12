package io.graft.spark;

import io.graft.dataset.LabelIndex;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The images that a network is trained on, packed once, so that no epoch opens small files.
 *
 * @param folder with {@code images/}, Parquet of {@code index long, uri string, class int, content
 *     binary}, and {@code _training.json}, its last file
 * @param count of the images, whose indices are 0 to {@code count - 1} in the order of their URIs
 */
public record TrainingImages(SparkSession session, Path folder, long count) {

  /**
   * Packs the train split of a feature set, showing progress; a folder that was finished before is
   * taken as it is.
   *
   * @param folder of its own
   * @param maxBytes the longest file that is read
   * @throws io.graft.error.UserException when an image is no longer what was extracted, has a label
   *     that is none of the labels, or there is none; when the folder holds other images
   */
  public static TrainingImages write(
      SparkSession session, FeatureSet features, LabelIndex labels, Path folder, long maxBytes) {
    throw new UnsupportedOperationException();
  }
}
