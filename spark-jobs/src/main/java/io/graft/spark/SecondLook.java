package io.graft.spark;

import io.graft.config.EngineConfig;
import io.graft.image.Thumbnail;
import io.graft.spark.Neighbours.Neighbour;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;

/**
 * Looks at the pixels of those images that their features make appear to be copies: a network sees
 * what it was trained to see, and may take two pictures for one. An image that can't be read any
 * more stays a suspect.
 */
record SecondLook(Thumbnails source) {

  /** At the images of a feature set. */
  static SecondLook at(FeatureSet features, EngineConfig engine) {
    return new SecondLook(
        new Thumbnails(features.features().sparkSession(), features.info().images(), engine));
  }

  /**
   * The copies of each image, the nearest first.
   *
   * @param images rows with the columns uri and content_hash
   * @param neighbours of each image, in their order
   */
  List<List<Neighbour>> copies(List<Row> images, List<Neighbours> neighbours) {
    List<List<Neighbour>> suspects = new ArrayList<>();
    Set<String> wanted = new HashSet<>();
    for (int i = 0; i < images.size(); i++) {
      String hash = images.get(i).getAs("content_hash");
      suspects.add(neighbours.get(i).copies(hash));
      for (Neighbour suspect : suspects.get(i)) {
        if (!suspect.contentHash().equals(hash)) {
          wanted.add(images.get(i).getAs("uri"));
          wanted.add(suspect.uri());
        }
      }
    }
    Map<String, Thumbnail> thumbnails = source.of(wanted);
    List<List<Neighbour>> copies = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      Row image = images.get(i);
      copies.add(
          suspects.get(i).stream().filter(suspect -> isCopy(image, suspect, thumbnails)).toList());
    }
    return copies;
  }

  private static boolean isCopy(Row image, Neighbour suspect, Map<String, Thumbnail> thumbnails) {
    if (suspect.contentHash().equals(image.getAs("content_hash"))) {
      return true;
    }
    Thumbnail one = thumbnails.get(image.<String>getAs("uri"));
    Thumbnail other = thumbnails.get(suspect.uri());
    return one == null || other == null || one.isCopyOf(other);
  }
}
