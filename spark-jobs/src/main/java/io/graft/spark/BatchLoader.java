package io.graft.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Loads the images of a batch on threads of its own, so that the task can compute another batch
 * meanwhile: neither the storage nor the network waits for the other.
 */
final class BatchLoader implements AutoCloseable {

  private final Supplier<LoadLane> lanes;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread ahead = new Thread(task, "graft-ahead");
            ahead.setDaemon(true);
            return ahead;
          });
  private volatile LoadLane lane;
  private Future<Loaded> work;

  BatchLoader(Supplier<LoadLane> lanes) {
    this.lanes = lanes;
    this.lane = lanes.get();
  }

  /**
   * Images as they came out.
   *
   * @param images how many were to be loaded
   * @param batch with those that are well; another one where the given one's memory is of no more
   *     use
   */
  record Loaded(int images, ImageBatch batch, List<ImageRow> quarantined) {}

  /** Begins to load images into the batch, which has room for them. */
  void begin(List<ImageInput> images, ImageBatch batch) {
    work = thread.submit(() -> load(images, batch));
  }

  /** Whether {@link #await()} has something to wait for. */
  boolean hasBegun() {
    return work != null;
  }

  /** Waits for what was begun. */
  Loaded await() {
    try {
      Loaded loaded = work.get();
      work = null;
      return loaded;
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

  private Loaded load(List<ImageInput> images, ImageBatch into) {
    List<ImageRow> quarantined = new ArrayList<>();
    ImageBatch batch = into;
    int position = 0;
    while (position < images.size()) {
      position += lane.load(images.subList(position, images.size()), batch, quarantined);
      if (lane.isLeftBehind()) {
        batch = batch.copy();
        lane = lanes.get();
      }
    }
    return new Loaded(images.size(), batch, quarantined);
  }

  /** Ends the threads; what is still being loaded is left to end by itself. */
  @Override
  public void close() {
    thread.shutdownNow();
    lane.close();
  }
}
