package io.graft.bench;

import java.util.List;
import java.util.OptionalInt;

/**
 * What is measured, and how long.
 *
 * @param images that Graft extracts in each run; by default as many as should take {@code seconds}
 * @param seconds that a run of Graft should take
 * @param repeat runs of Graft
 * @param cores threads and Spark tasks at once
 * @param heap of each measured JVM, as {@code -Xmx} takes it
 * @param dl4jMemory limit on the process that runs stock DL4J, such as {@code 14g}
 */
record Settings(
    List<Network> networks,
    List<ImageSet> sets,
    Dl4j dl4j,
    OptionalInt images,
    double seconds,
    int repeat,
    int cores,
    String heap,
    String dl4jMemory) {

  /** Of each part, before it is measured. */
  double warmUpSeconds() {
    return seconds / 12;
  }

  /** Whether stock DL4J is measured too. */
  enum Dl4j {
    MEASURED,
    SKIPPED
  }
}
