package io.graft.spark;

import java.util.List;

/**
 * Images to measure on that stand, equal or nearly so, among those to train on: what is learned of
 * one is known of the other, and results look better than they are.
 *
 * @param heldBack images of the validation and test splits
 * @param checked of them, the first by content hash
 * @param leaking of the checked ones, those with a copy in the train split
 * @param pairs the leaking ones, each with its nearest copy, by URI
 */
public record LeakReport(long heldBack, long checked, long leaking, List<Pair> pairs) {

  /**
   * An image and its copy.
   *
   * @param similarity the cosine of their features about the mean; 1 for equal bytes
   */
  public record Pair(
      String uri, String split, String nearUri, String nearSplit, double similarity) {}
}
