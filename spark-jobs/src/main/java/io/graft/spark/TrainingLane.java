package io.graft.spark;

import io.graft.training.LocalTrainer;
import io.graft.training.NetworkState;
import io.graft.training.TrainingSpec;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A network that trains on a thread of its own, while the task loads the next minibatch. */
final class TrainingLane implements AutoCloseable {

  private final TrainingSpec spec;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread training = new Thread(task, "graft-train");
            training.setDaemon(true);
            return training;
          });
  private final LocalTrainer trainer;
  private final Minibatch[] minibatches;
  private final Future<?>[] steps = new Future<?>[2];
  private int next;
  private long images;
  private double lossSum;

  TrainingLane(TrainingSpec spec) {
    this.spec = spec;
    this.trainer = open();
    this.minibatches =
        new Minibatch[] {
          new Minibatch(spec.batchSize(), spec.input()),
          new Minibatch(spec.batchSize(), spec.input())
        };
  }

  /**
   * What training came to.
   *
   * @param loss mean over the images
   */
  record Trained(NetworkState state, long images, double loss) {}

  TrainingSpec spec() {
    return spec;
  }

  /** Begins anew, from the state. */
  void restore(NetworkState state, int iteration, int epoch, long dropoutSeed) {
    run(
        () -> {
          images = 0;
          lossSum = 0;
          trainer.restore(state, iteration, epoch, dropoutSeed);
          return null;
        });
  }

  /** An empty minibatch; waits until the step before the last is done. */
  Minibatch minibatch() {
    if (steps[next] != null) {
      await(steps[next]);
      steps[next] = null;
    }
    minibatches[next].clear();
    return minibatches[next];
  }

  /** Begins the step on the minibatch that was asked for last. */
  void step() {
    Minibatch minibatch = minibatches[next];
    steps[next] =
        thread.submit(
            () -> {
              lossSum += minibatch.count() * trainer.fit(minibatch.inputs(), minibatch.classes());
              images += minibatch.count();
            });
    next = 1 - next;
  }

  /** Waits for the last step. */
  Trained finish() {
    minibatch();
    next = 1 - next;
    minibatch();
    return run(() -> new Trained(trainer.state(), images, lossSum / images));
  }

  private LocalTrainer open() {
    try {
      return run(() -> new LocalTrainer(spec));
    } catch (RuntimeException | Error failed) {
      thread.shutdown();
      throw failed;
    }
  }

  private <T> T run(Callable<T> work) {
    return await(thread.submit(work));
  }

  private static <T> T await(Future<T> work) {
    try {
      return work.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failed.getCause();
    } catch (InterruptedException killed) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The task was killed", killed);
    }
  }

  /** Frees the memory once the step at work has ended. */
  @Override
  public void close() {
    thread.execute(
        () -> {
          trainer.close();
          for (Minibatch minibatch : minibatches) {
            minibatch.close();
          }
        });
    thread.shutdown();
  }
}
