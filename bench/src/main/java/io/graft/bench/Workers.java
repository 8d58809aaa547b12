package io.graft.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same work on several threads at once, each with a worker of its own. */
final class Workers {

  /** Does a piece of work over and over, on one thread at a time. */
  @FunctionalInterface
  interface Worker {

    /** Does one piece and returns how many images it was. */
    int work() throws Exception;
  }

  private Workers() {}

  /**
   * Warms up, then measures.
   *
   * @return images/s of all workers together, for each repetition
   */
  static List<Double> rates(List<Worker> workers, Timing timing)
      throws InterruptedException, ExecutionException {
    rate(workers, timing.warmUpSeconds());
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < timing.repetitions(); i++) {
      rates.add(rate(workers, timing.seconds()));
    }
    return rates;
  }

  /**
   * Images/s of all workers together. Each is timed to the end of its last piece, so that none is
   * cut short, and goes on untimed until all are: the last would have the machine for itself.
   */
  static double rate(List<Worker> workers, double seconds)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(workers.size());
    CountDownLatch untimed = new CountDownLatch(workers.size());
    try {
      double rate = 0;
      for (Future<Double> one :
          threads.invokeAll(workers.stream().map(w -> task(w, seconds, untimed)).toList())) {
        rate += one.get();
      }
      return rate;
    } finally {
      threads.shutdown();
    }
  }

  private static Callable<Double> task(Worker worker, double seconds, CountDownLatch untimed) {
    return () -> {
      double rate;
      try {
        rate = rate(worker, seconds);
      } finally {
        untimed.countDown();
      }
      while (untimed.getCount() > 0) {
        worker.work();
      }
      return rate;
    };
  }

  private static double rate(Worker worker, double seconds) throws Exception {
    long start = System.nanoTime();
    long images = 0;
    double elapsed;
    do {
      images += worker.work();
      elapsed = (System.nanoTime() - start) / 1e9;
    } while (elapsed < seconds);
    return images / elapsed;
  }
}
