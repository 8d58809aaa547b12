package io.graft.bench;

/**
 * All figures of one network.
 *
 * @param dl4j full training with DL4J as it ships
 * @param full training of all layers
 * @param upperHalf with the lower half frozen
 * @param cached with the lower half frozen and run beforehand
 * @param megaFlops of one image on its way forward through the network
 * @param averaging of a round
 */
record TrainCell(
    Network network,
    Measurement dl4j,
    Measurement full,
    Measurement upperHalf,
    Measurement cached,
    double megaFlops,
    Averaging averaging) {

  /** Arithmetic of a training step beside that of the way forward. */
  private static final int STEP_TO_FORWARD = 3;

  /**
   * What averaging the parameters of all workers costs.
   *
   * @param bytes that each worker sends: parameters and updater
   * @param seconds beside the steps
   */
  record Averaging(long bytes, double seconds) {}

  /** 10^9 floating-point operations a second in training all layers. */
  double gigaFlopsPerSecond() {
    return full.median() * megaFlops * STEP_TO_FORWARD / 1000;
  }

  /** How many times faster than DL4J trains all layers. */
  double factor(Measurement measurement) {
    return measurement.median() / dl4j.median();
  }
}
