package io.graft.spark;

import io.graft.dataset.ContentHash;
import io.graft.image.BadImageException;
import io.graft.image.DecoderProbe;
import io.graft.image.ImageLoader;
import io.graft.image.ImageSize;
import io.graft.image.QuarantineReason;
import io.graft.spark.ImageInput.Trust;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads and decodes images on a thread of its own. Native code can't be stopped: a lane whose image
 * does not come to an end is left behind, and frees its buffers if it ever does.
 */
final class LoadLane implements AutoCloseable {

  private static final long POLL_MILLIS = 500;

  private final NetworkSpec spec;
  private final ImageFiles files;
  private final LabelRule labelRule;
  private final Trust attempt;
  private final Duration limit;
  private final ImageLoader loader;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread loading = new Thread(task, "graft-load");
            loading.setDaemon(true);
            return loading;
          });
  private DecoderProbe probe;
  private Future<?> work;
  private int loaded;
  private boolean leftBehind;
  private volatile long decodingSinceNanos;

  /**
   * @param limit the time that decoding an image may take
   */
  LoadLane(NetworkSpec spec, ImageFiles files, LabelRule labelRule, Trust attempt, Duration limit) {
    this.spec = spec;
    this.files = files;
    this.labelRule = labelRule;
    this.attempt = attempt;
    this.limit = limit;
    this.loader =
        new ImageLoader(
            spec.preprocessing(), spec.engine().maxPixels(), spec.engine().decodeSize());
  }

  /**
   * Loads images into the batch, which has room for them, or among the quarantined.
   *
   * @return how many; the last of them timed out where this lane {@link #isLeftBehind()}
   */
  int load(List<ImageInput> inputs, ImageBatch batch, Collection<ImageRow> quarantined) {
    loaded = 0;
    work = thread.submit(() -> inputs.forEach(input -> loadNext(input, batch, quarantined)));
    while (true) {
      try {
        work.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        return loaded;
      } catch (TimeoutException stillLoading) {
        if (leaveBehindIfTimedOut()) {
          quarantined.add(timedOut(inputs.get(loaded)));
          return loaded + 1;
        }
      } catch (ExecutionException failed) {
        throw rethrown(failed.getCause());
      } catch (InterruptedException killed) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("The task was killed", killed);
      }
    }
  }

  /** Whether an image has timed out: this lane and the batch's memory are of no more use. */
  synchronized boolean isLeftBehind() {
    return leftBehind;
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return (RuntimeException) cause;
  }

  private void loadNext(ImageInput input, ImageBatch batch, Collection<ImageRow> quarantined) {
    ImageRow row = load(input, batch.room());
    synchronized (this) {
      decodingSinceNanos = 0;
      if (leftBehind) {
        free();
        throw new IllegalStateException("Too late: this lane was left behind");
      }
      if (row.getReason() == null) {
        batch.add(row);
      } else {
        quarantined.add(row);
      }
      loaded++;
    }
  }

  private synchronized boolean leaveBehindIfTimedOut() {
    long since = decodingSinceNanos;
    leftBehind = since != 0 && System.nanoTime() - since > limit.toNanos();
    if (leftBehind) {
      thread.shutdown();
    }
    return leftBehind;
  }

  private ImageRow timedOut(ImageInput input) {
    return ImageRow.quarantined(
        input.entry(),
        QuarantineReason.TIMED_OUT,
        "not decoded after %s s (max-seconds)".formatted(limit.toMillis() / 1e3));
  }

  private ImageRow load(ImageInput input, FloatBuffer room) {
    ImageEntry entry = input.entry();
    try {
      if (labelRule == LabelRule.REQUIRED && entry.label() == null) {
        throw new BadImageException(
            QuarantineReason.UNLABELLED, "the file is in no class folder, or its label is empty");
      }
      byte[] bytes = input.bytes(files);
      ImageSize size = decode(bytes, input.trust(), room);
      ImageRow row = ImageRow.of(entry);
      row.setContentHash(ContentHash.of(bytes));
      row.setWidth(size.width());
      row.setHeight(size.height());
      row.setLength(bytes.length);
      return row;
    } catch (BadImageException bad) {
      return ImageRow.quarantined(entry, bad.reason(), bad.getMessage());
    }
  }

  private ImageSize decode(byte[] bytes, Trust trust, FloatBuffer room) throws BadImageException {
    DecoderProbe.Verdict verdict =
        trust == Trust.SUSPECT || attempt == Trust.SUSPECT
            ? probe().probe(bytes)
            : DecoderProbe.Verdict.SAFE;
    decodingSinceNanos = System.nanoTime();
    return switch (verdict) {
      case SAFE -> loader.load(bytes, room);
      case CRASHES -> loader.loadWithoutNative(bytes, room);
      case TIMES_OUT ->
          throw new BadImageException(
              QuarantineReason.TIMED_OUT,
              "not decoded after %s s (max-seconds)".formatted(limit.toMillis() / 1e3));
    };
  }

  private DecoderProbe probe() {
    if (probe == null) {
      probe = new DecoderProbe(spec.engine().maxPixels(), limit);
    }
    return probe;
  }

  @Override
  public synchronized void close() {
    thread.shutdown();
    if (work == null || work.isDone()) {
      free();
    } else {
      leftBehind = true;
    }
  }

  private void free() {
    loader.close();
    if (probe != null) {
      probe.close();
    }
  }
}
