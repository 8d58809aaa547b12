package io.graft.training;

import java.util.function.Supplier;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Small matrix products on the calling thread alone. OpenBLAS's threads wait for each other by
 * spinning, which on busy cores makes the steps of a small network many times slower; and how many
 * there are would show in the last bit of the weights.
 */
final class SingleThreadedBlas {

  private static int users;
  private static int threadsBefore;

  private SingleThreadedBlas() {}

  /** Runs the work; others may do so at the same time, and the last one restores the threads. */
  static <T> T during(Supplier<T> work) {
    enter();
    try {
      return work.get();
    } finally {
      leave();
    }
  }

  private static synchronized void enter() {
    Blas blas = Nd4j.factory().blas();
    if (users++ == 0) {
      threadsBefore = blas.getMaxThreads();
      blas.setMaxThreads(1);
    }
  }

  private static synchronized void leave() {
    if (--users == 0) {
      Nd4j.factory().blas().setMaxThreads(threadsBefore);
    }
  }
}
