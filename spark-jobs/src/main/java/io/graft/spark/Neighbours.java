package io.graft.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The images most similar to one image, the nearest first, and which of them appear to be copies. A
 * copy is much nearer than the fifth nearest is, and alike at all: how near merely alike pictures
 * stand differs from set to set, so that no similarity alone tells them apart
 * (docs/decisions/0011-leak-check.md). It is the ratio test of Lowe (2004, "Distinctive image
 * features from scale-invariant keypoints"), with the fifth neighbour instead of the second, since
 * an image may have several copies.
 */
final class Neighbours implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int MOST = 5;
  private static final double LEAST_SIMILARITY = 0.75;
  private static final double MOST_OF_FIFTH_DISTANCE = 0.35;

  private static final Comparator<Neighbour> NEAREST_FIRST =
      Comparator.comparingDouble((Neighbour neighbour) -> -neighbour.similarity())
          .thenComparing(Neighbour::uri);

  private final List<Neighbour> nearest = new ArrayList<>(MOST + 1);

  /**
   * One of them.
   *
   * @param similarity the cosine of the features about their mean; 1 for equal bytes
   */
  record Neighbour(String uri, String split, String contentHash, double similarity)
      implements Serializable {}

  /** Whether one of that similarity would be taken in. */
  boolean wants(double similarity) {
    return nearest.size() < MOST || similarity >= nearest.get(MOST - 1).similarity();
  }

  /** Takes it in where it is among the nearest; equal bytes count once. */
  void add(Neighbour neighbour) {
    for (Neighbour known : nearest) {
      if (known.contentHash().equals(neighbour.contentHash())) {
        if (NEAREST_FIRST.compare(neighbour, known) >= 0) {
          return;
        }
        nearest.remove(known);
        break;
      }
    }
    nearest.add(neighbour);
    nearest.sort(NEAREST_FIRST);
    if (nearest.size() > MOST) {
      nearest.remove(MOST);
    }
  }

  void addAll(Neighbours others) {
    others.nearest.forEach(this::add);
  }

  /**
   * Those that appear to be copies of the image, the nearest first.
   *
   * @param contentHash of the image itself
   */
  List<Neighbour> copies(String contentHash) {
    double reference = nearest.isEmpty() ? 0 : 1 - nearest.get(nearest.size() - 1).similarity();
    return nearest.stream()
        .filter(
            neighbour ->
                neighbour.contentHash().equals(contentHash)
                    || neighbour.similarity() >= LEAST_SIMILARITY
                        && 1 - neighbour.similarity() < MOST_OF_FIFTH_DISTANCE * reference)
        .toList();
  }
}
