package io.graft.training;

import java.io.Serializable;
import java.util.List;

/**
 * The features that a head would see: parts of stored ones, joined.
 *
 * @param name for people
 */
public record HeadCandidate(String name, List<Slice> slices) implements Serializable {

  /**
   * Features {@code from} (inclusive) to {@code to} (exclusive) of a matrix.
   *
   * @param matrix which of the stored ones
   */
  public record Slice(int matrix, int from, int to) implements Serializable {}

  /** All of one matrix. */
  public static HeadCandidate whole(String name, int matrix, int width) {
    return new HeadCandidate(name, List.of(new Slice(matrix, 0, width)));
  }

  public int width() {
    return slices.stream().mapToInt(slice -> slice.to() - slice.from()).sum();
  }

  /**
   * The features of images.
   *
   * @param matrices {@code [matrix][images][features]}
   */
  public float[][] of(float[][][] matrices) {
    float[][] joined = new float[matrices[0].length][width()];
    for (int i = 0; i < joined.length; i++) {
      int position = 0;
      for (Slice slice : slices) {
        int length = slice.to() - slice.from();
        System.arraycopy(matrices[slice.matrix()][i], slice.from(), joined[i], position, length);
        position += length;
      }
    }
    return joined;
  }
}
