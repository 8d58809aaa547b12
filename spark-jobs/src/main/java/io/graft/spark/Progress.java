package io.graft.spark;

import io.graft.progress.ProgressLine;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Tells every few seconds on standard error how far a long step is, and at its end how it went. */
final class Progress implements Runnable {

  private static final int SECONDS_BETWEEN = 5;

  private final String what;
  private final long total;
  private final LongSupplier done;
  private final long startNanos = System.nanoTime();

  private Progress(String what, long total, LongSupplier done) {
    this.what = what;
    this.total = total;
    this.done = done;
  }

  /**
   * Tells of the work while it runs.
   *
   * @param what the step's name
   * @param total images to come
   * @param done images behind it, asked from another thread
   */
  static <T> T during(String what, long total, LongSupplier done, Supplier<T> work) {
    Progress progress = new Progress(what, total, done);
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "graft-progress");
              thread.setDaemon(true);
              return thread;
            });
    timer.scheduleAtFixedRate(progress, SECONDS_BETWEEN, SECONDS_BETWEEN, TimeUnit.SECONDS);
    try {
      T result = work.get();
      progress.run();
      return result;
    } finally {
      timer.shutdownNow();
    }
  }

  @Override
  public void run() {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    // Images of a task that Spark tries again are counted again.
    System.err.println(ProgressLine.of(what, Math.min(done.getAsLong(), total), total, seconds));
  }
}
