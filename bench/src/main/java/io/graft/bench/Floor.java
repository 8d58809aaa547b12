package io.graft.bench;

/**
 * What extraction must reach: nine tenths of the rate at which its two costly parts, decoding and
 * the forward pass, would run one after the other on the same threads.
 */
final class Floor {

  private static final double SHARE = 0.9;

  private Floor() {}

  /** The least images/s, from the images/s of the parts alone. */
  static double of(double decode, double forward) {
    return SHARE * inSeries(decode, forward);
  }

  /** Images/s of two steps that each thread does one after the other. */
  static double inSeries(double decode, double forward) {
    if (!(decode > 0) || !(forward > 0)) {
      throw new IllegalArgumentException("Rates must be above 0: " + decode + ", " + forward);
    }
    return 1 / (1 / decode + 1 / forward);
  }
}
