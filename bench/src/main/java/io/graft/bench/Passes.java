package io.graft.bench;

/**
 * One pass over the same images with all cuts of the layer curve, and one with the last cut alone.
 *
 * @param all the extraction of all cuts, in images/s
 * @param last of the last cut alone
 */
record Passes(long images, Measurement all, Measurement last) {

  /** How many times longer all cuts take. */
  double ratio() {
    return last.median() / all.median();
  }
}
