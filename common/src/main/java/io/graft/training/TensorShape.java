package io.graft.training;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Of what a network reads of one example, without the batch.
 *
 * @param dimensions {@code [channels, height, width]} or {@code [features]}
 */
public record TensorShape(List<Long> dimensions) implements Serializable {

  public static TensorShape of(long... dimensions) {
    return new TensorShape(Arrays.stream(dimensions).boxed().toList());
  }

  /** How many numbers it holds. */
  public int elements() {
    return Math.toIntExact(dimensions.stream().reduce(1L, Math::multiplyExact));
  }

  /** Of so many examples. */
  public long[] times(int batchSize) {
    long[] shape = new long[dimensions.size() + 1];
    shape[0] = batchSize;
    for (int i = 1; i < shape.length; i++) {
      shape[i] = dimensions.get(i - 1);
    }
    return shape;
  }
}
