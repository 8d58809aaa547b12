package io.graft.training;

import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * ND4J's arithmetic on the calling thread alone. The threads of OpenBLAS and OpenMP wait for each
 * other by spinning, which on busy cores makes the steps of a small network many times slower; and
 * how many there are would show in the last bit of the weights.
 */
final class SingleThreadedNd4j {

  private static int users;
  private static int blasThreads;
  private static int masterThreads;

  private SingleThreadedNd4j() {}

  /** Runs the work; others may do so at the same time, and the last one restores the threads. */
  static <T> T during(Supplier<T> work) {
    Hold hold = hold();
    try {
      return work.get();
    } finally {
      hold.close();
    }
  }

  /**
   * The same until the hold is closed, by the thread that took it. Telling OpenBLAS how many
   * threads it has takes milliseconds: too long for every step of a training.
   */
  static Hold hold() {
    enter();
    return new Hold();
  }

  /** Keeps the calling thread alone. */
  static final class Hold implements AutoCloseable {

    // OpenMP, on which oneDNN runs, counts the threads of each thread for itself.
    private final NativeOps openMp = NativeOpsHolder.getInstance().getDeviceNativeOps();
    private final int openMpThreads = openMp.ompGetMaxThreads();

    private Hold() {
      openMp.setOmpNumThreads(1);
    }

    @Override
    public void close() {
      openMp.setOmpNumThreads(openMpThreads);
      leave();
    }
  }

  private static synchronized void enter() {
    if (users++ == 0) {
      blasThreads = Nd4j.factory().blas().getMaxThreads();
      masterThreads = Nd4j.getEnvironment().maxMasterThreads();
      set(1, 1);
    }
  }

  private static synchronized void leave() {
    if (--users == 0) {
      set(blasThreads, masterThreads);
    }
  }

  private static void set(int ofBlas, int masters) {
    Nd4j.factory().blas().setMaxThreads(ofBlas);
    Nd4j.getEnvironment().setMaxMasterThreads(masters);
  }
}
