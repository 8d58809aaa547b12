package io.graft.bench;

/**
 * How many images of the test split a head tells right.
 *
 * @param images at least one
 */
record TestAccuracy(long correct, long images) {

  TestAccuracy {
    if (images < 1 || correct < 0 || correct > images) {
      throw new IllegalArgumentException("%d of %d images".formatted(correct, images));
    }
  }

  double value() {
    return (double) correct / images;
  }

  /** Of the binomial distribution: what another test split of this size might differ by. */
  double standardError() {
    return Math.sqrt(value() * (1 - value()) / images);
  }
}
