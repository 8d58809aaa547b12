package io.graft.spark;

import io.graft.engine.FeatureExtractor;
import io.graft.image.Preprocessing;
import io.graft.spark.ImageInput.Trust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Decodes and computes images on a thread of its own, one after the other, so that their pixels
 * need not leave the core's cache in between. Native code can't be stopped: a lane whose image does
 * not come to an end is left behind, and frees what it holds if it ever does.
 */
final class ExtractLane implements AutoCloseable {

  private static final long POLL_MILLIS = 500;

  private final NetworkSpec spec;
  private final ImageInputLoader loader;
  private final ImageBatch batch;
  private final FeatureExtractor network;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread lane = new Thread(task, "graft-lane");
            lane.setDaemon(true);
            return lane;
          });
  private Future<?> work;

  /** Begun and without a row: first those in the batch, then the one that is being decoded. */
  private final List<ImageInput> inHand = new ArrayList<>();

  private List<ImageRow> rows = new ArrayList<>();
  private boolean leftBehind;

  /**
   * @param limit the time that decoding an image may take
   */
  ExtractLane(
      NetworkSpec spec, ImageFiles files, LabelRule labelRule, Trust attempt, Duration limit) {
    this.spec = spec;
    this.loader = new ImageInputLoader(spec, files, labelRule, attempt, limit);
    this.network = SharedNetworks.acquire(spec);
    Preprocessing preprocessing = spec.preprocessing();
    this.batch =
        new ImageBatch(
            spec.engine().batchSize(),
            preprocessing.channelOrder().channels()
                * preprocessing.height()
                * preprocessing.width());
  }

  /** Begins with more images; with none, computes those that wait for the batch to be full. */
  synchronized void begin(List<ImageInput> images) {
    inHand.addAll(images);
    work = thread.submit(() -> run(images));
  }

  /** Whether {@link #await()} has something to wait for. */
  boolean hasBegun() {
    return work != null;
  }

  /**
   * Waits for what was begun.
   *
   * @return the rows that were finished, not always those of the images begun with; where this lane
   *     {@link #isLeftBehind()}, one of them is of the image that timed out
   */
  List<ImageRow> await() {
    try {
      boolean ended = false;
      while (!ended) {
        ended = isDone() || leaveBehindIfTimedOut();
      }
      work = null;
      return takeRows();
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

  /** Whether an image has timed out: this lane is of no more use. */
  synchronized boolean isLeftBehind() {
    return leftBehind;
  }

  /** The images that a lane which was left behind gave no rows of. */
  synchronized List<ImageInput> unfinished() {
    return List.copyOf(inHand);
  }

  /** What is being computed is left to end by itself. */
  @Override
  public synchronized void close() {
    if (!leftBehind) {
      leaveBehind();
    }
  }

  private boolean isDone() throws ExecutionException, InterruptedException {
    try {
      work.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException working) {
      return false;
    }
  }

  private synchronized boolean leaveBehindIfTimedOut() {
    if (loader.isTimedOut()) {
      rows.add(loader.timedOut(inHand.remove(batch.rows().size())));
      leaveBehind();
    }
    return leftBehind;
  }

  private void leaveBehind() {
    leftBehind = true;
    thread.execute(this::free);
    thread.shutdown();
  }

  private synchronized List<ImageRow> takeRows() {
    List<ImageRow> taken = rows;
    rows = new ArrayList<>();
    return taken;
  }

  private void run(List<ImageInput> images) {
    for (ImageInput image : images) {
      ImageRow row = loader.load(image, batch.room());
      if (!take(row)) {
        return;
      }
      if (batch.isFull()) {
        compute();
      }
    }
    if (images.isEmpty() && !batch.rows().isEmpty()) {
      compute();
    }
  }

  /** Takes a loaded image into the batch or a bad one's row, or says that it is too late. */
  private synchronized boolean take(ImageRow row) {
    if (leftBehind) {
      return false;
    }
    if (row.getReason() == null) {
      batch.add(row);
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
    }
  }

  private void free() {
    loader.close();
    batch.close();
    SharedNetworks.release(spec);
  }
}
