package io.graft.bench;

import java.util.OptionalDouble;

/**
 * The rate once a command has started up: what more images cost more, from two runs of different
 * length, so that what both spend on starting drops out.
 */
final class SteadyRate {

  private SteadyRate() {}

  /**
   * Images/s; empty where the longer run has no more images, or took no more time.
   *
   * @param seconds that {@code images} took
   * @param fewerSeconds that {@code fewerImages} took
   */
  static OptionalDouble of(int images, double seconds, int fewerImages, double fewerSeconds) {
    return images > fewerImages && seconds > fewerSeconds
        ? OptionalDouble.of((images - fewerImages) / (seconds - fewerSeconds))
        : OptionalDouble.empty();
  }
}
