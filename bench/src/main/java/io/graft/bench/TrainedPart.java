package io.graft.bench;

/** What of a network is trained. */
enum TrainedPart {
  /** All layers. */
  FULL,
  /** The upper half; the frozen lower one runs in each step. */
  UPPER_HALF,
  /** The upper half, on what the frozen lower one once made of the images. */
  CACHED
}
