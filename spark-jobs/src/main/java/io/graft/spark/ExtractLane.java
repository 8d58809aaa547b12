package io.graft.spark;

import io.graft.engine.FeatureExtractor;
import io.graft.image.Preprocessing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Decodes and computes images on a thread beside the task's own, so that their pixels need not pass
 * from core to core. Native code can't be stopped: a lane whose image does not come to an end is
 * left behind, and frees what it holds if it ever does.
 */
final class ExtractLane implements AutoCloseable {

  private enum State {
    OPEN,
    LEFT_BEHIND,
    CLOSED
  }

  /**
   * Images that were handed over together.
   *
   * @param end of the work on them
   */
  private record Group(List<ImageInput> images, CompletableFuture<Void> end) {}

  private static final long POLL_MILLIS = 500;

  /** A batch is computed before it is full when its encoded images, which are held, reach this. */
  private static final long MAX_HELD_BYTES = 32L << 20;

  /** For all tasks, one after another: libraries keep memory for each thread that calls them. */
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread lane = new Thread(work, "graft-lane");
            lane.setDaemon(true);
            return lane;
          });

  private final NetworkSpec spec;
  private final ImageInputLoader loader;
  private final ImageBatch batch;
  private final FeatureExtractor network;

  /** Groups of images, for {@link #await()} to wait for, and those of them not yet begun with. */
  private final Deque<Group> begun = new ArrayDeque<>();

  private final Deque<Group> waiting = new ArrayDeque<>();
  private boolean running;
  private State state = State.OPEN;

  /** Begun and without a row: first those in the batch, then the one that is being decoded. */
  private final List<ImageInput> inHand = new ArrayList<>();

  private List<ImageRow> rows = new ArrayList<>();
  private long heldBytes;

  ExtractLane(NetworkSpec spec, ImageInputLoader loader) {
    this.spec = spec;
    this.loader = loader;
    Preprocessing preprocessing = spec.preprocessing();
    this.batch =
        new ImageBatch(
            spec.engine().batchSize(),
            preprocessing.channelOrder().channels()
                * preprocessing.height()
                * preprocessing.width());
    this.network = SharedNetworks.acquire(spec);
  }

  /** A lane that is opened on a thread of its own: libraries and networks take a while to load. */
  static CompletableFuture<ExtractLane> opening(Supplier<ExtractLane> lane) {
    return CompletableFuture.supplyAsync(lane, THREADS);
  }

  /**
   * Takes on more images, to begin with when those before are done; with none, computes those that
   * wait for the batch to be full.
   */
  synchronized void begin(List<ImageInput> images) {
    Group group = new Group(images, new CompletableFuture<>());
    begun.add(group);
    if (state == State.OPEN) {
      inHand.addAll(images);
      waiting.add(group);
      if (!running) {
        running = true;
        THREADS.execute(this::runWaiting);
      }
    }
  }

  /** Whether {@link #await()} has something to wait for. */
  boolean hasBegun() {
    return !begun.isEmpty();
  }

  /**
   * Waits for the first group that was begun.
   *
   * @return the rows that were finished, not always those of the group's images; where this lane
   *     {@link #isLeftBehind()}, one of them is of the image that timed out
   */
  List<ImageRow> await() {
    try {
      boolean ended = false;
      while (!ended) {
        ended = isDone() || leaveBehindIfTimedOut();
      }
      begun.remove();
      return takeRows();
    } catch (ExecutionException failed) {
      throw unchecked(failed.getCause());
    } catch (InterruptedException killed) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The task was killed", killed);
    }
  }

  /** Whether an image has timed out: this lane is of no more use. */
  synchronized boolean isLeftBehind() {
    return state == State.LEFT_BEHIND;
  }

  /** The images that a lane which was left behind gave no rows of. */
  synchronized List<ImageInput> unfinished() {
    return List.copyOf(inHand);
  }

  /** What is being computed is left to end by itself. */
  @Override
  public synchronized void close() {
    if (state == State.OPEN) {
      state = State.CLOSED;
      freeIfUnused();
    }
  }

  /** What was thrown on a lane's thread, to be thrown on the task's. */
  static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) failure;
  }

  private boolean isDone() throws ExecutionException, InterruptedException {
    try {
      begun.element().end().get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillRunning) {
      return false;
    }
  }

  private synchronized boolean leaveBehindIfTimedOut() {
    if (loader.isTimedOut()) {
      rows.add(loader.timedOut(inHand.remove(batch.rows().size())));
      state = State.LEFT_BEHIND;
      // It is decoding, perhaps for ever, and will not compute any more.
      SharedNetworks.release(spec);
    }
    return isLeftBehind();
  }

  private synchronized List<ImageRow> takeRows() {
    List<ImageRow> taken = rows;
    rows = new ArrayList<>();
    return taken;
  }

  /** Whoever waits for the last group finds this lane at rest. */
  private void runWaiting() {
    for (Group group = next(); group != null; ) {
      CompletableFuture<Void> end = group.end();
      Throwable failure = run(group.images());
      group = next();
      if (failure == null) {
        end.complete(null);
      } else {
        end.completeExceptionally(failure);
      }
    }
  }

  private synchronized Group next() {
    Group group = waiting.poll();
    if (group == null) {
      running = false;
      freeIfUnused();
    }
    return group;
  }

  /** Returns what it failed with; null where it did not fail. */
  private Throwable run(List<ImageInput> images) {
    try {
      loadAndCompute(images);
      return null;
    } catch (RuntimeException | Error failed) {
      close(); // The batch may be full: nothing more is loaded into it.
      return failed;
    }
  }

  private void loadAndCompute(List<ImageInput> images) {
    for (ImageInput image : images) {
      if (!isOpen() || !take(image, loader.load(image, batch.room()))) {
        return;
      }
      if (batch.isFull() || heldBytes >= MAX_HELD_BYTES) {
        compute();
      }
    }
    if (images.isEmpty() && !batch.rows().isEmpty()) {
      compute();
    }
  }

  private synchronized boolean isOpen() {
    return state == State.OPEN;
  }

  /** Takes a loaded image into the batch or a bad one's row, or says that it is too late. */
  private synchronized boolean take(ImageInput image, ImageRow row) {
    if (state != State.OPEN) {
      return false;
    }
    if (row.getReason() == null) {
      batch.add(row);
      heldBytes += image.content() == null ? 0 : image.content().length;
    } else {
      inHand.remove(batch.rows().size());
      rows.add(row);
    }
    return true;
  }

  private void compute() {
    List<ImageRow> computed = batch.rows();
    float[][][] features = network.extract(batch.images(), computed.size());
    for (int i = 0; i < computed.size(); i++) {
      float[][] ofImage = new float[features.length][];
      for (int cut = 0; cut < features.length; cut++) {
        ofImage[cut] = features[cut][i];
      }
      computed.get(i).setFeatures(ofImage);
    }
    synchronized (this) {
      rows.addAll(computed);
      inHand.subList(0, computed.size()).clear();
      batch.clear();
      heldBytes = 0;
    }
  }

  private void freeIfUnused() {
    if (state == State.OPEN || running) {
      return;
    }
    loader.close();
    batch.close();
    if (state == State.CLOSED) {
      SharedNetworks.release(spec);
    }
  }
}
