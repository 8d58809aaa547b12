package io.graft.bench;

/**
 * All figures of one network.
 *
 * @param dl4j full training with DL4J as it ships
 * @param full training of all layers
 * @param upperHalf with the lower half frozen
 * @param cached with the lower half frozen and run beforehand
 */
record TrainCell(
    Network network,
    Measurement dl4j,
    Measurement full,
    Measurement upperHalf,
    Measurement cached) {

  /** How many times faster than DL4J trains all layers. */
  double factor(Measurement measurement) {
    return measurement.median() / dl4j.median();
  }
}
