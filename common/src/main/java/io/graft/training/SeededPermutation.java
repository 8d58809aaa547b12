package io.graft.training;

import java.io.Serializable;

/**
 * A shuffle of 0 to {@code count - 1} that needs no memory: a Feistel network (Luby and Rackoff
 * 1988) over the next larger power of four, walked along its cycle until it is back in range (Black
 * and Rogaway 2002). Every JVM finds the same order.
 *
 * @param count of the numbers, 1 to 2^62
 * @param seed of the order
 */
public record SeededPermutation(long count, long seed) implements Serializable {

  private static final int ROUNDS = 8;

  /**
   * Checks the count.
   *
   * @throws IllegalArgumentException where it is out of range
   */
  public SeededPermutation {
    if (count < 1 || count > 1L << 62) {
      throw new IllegalArgumentException("count is " + count + ": 1 to 2^62 are allowed");
    }
  }

  /**
   * Where the number comes to stand, 0 to {@code count - 1}; each place is taken once.
   *
   * @param index 0 to {@code count - 1}
   * @throws IllegalArgumentException where the index is out of range
   */
  public long position(long index) {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException("index " + index + " of " + count);
    }
    int halfBits = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(count - 1) + 1) / 2);
    long position = index;
    do {
      position = encrypt(position, halfBits);
    } while (position >= count);
    return position;
  }

  private long encrypt(long value, int halfBits) {
    long mask = (1L << halfBits) - 1;
    long left = value >>> halfBits;
    long right = value & mask;
    for (int round = 0; round < ROUNDS; round++) {
      long next = left ^ (TrainingSeeds.mix(seed, round, right) & mask);
      left = right;
      right = next;
    }
    return left << halfBits | right;
  }
}
