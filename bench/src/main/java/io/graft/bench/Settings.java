package io.graft.bench;

import java.util.List;
import java.util.OptionalInt;

/**
 * What is measured, and how long.
 *
 * @param images that Graft extracts in each run; by default as many as should take {@code seconds}
 * @param seconds that each figure is timed for, over all its repetitions or, of Graft, in each
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

  /** Whether stock DL4J is measured too. */
  enum Dl4j {
    MEASURED,
    SKIPPED
  }
}
