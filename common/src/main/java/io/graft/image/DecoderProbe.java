package io.graft.image;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tries the native decoder on images in a child process, so that a crash or a hang ends the child
 * and not this JVM. The child starts with the first image, takes one after the other, and is
 * replaced after it was lost; it ends itself when this JVM ends. Not thread-safe.
 */
public final class DecoderProbe implements AutoCloseable {

  /** Loading the native libraries for the first time writes some 100 MB to JavaCPP's cache. */
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private static final byte[] NO_IMAGE = {};

  /** What became of the child. */
  public enum Verdict {
    /** It lived: the native decoder decodes the image or says that it is a bad one. */
    SAFE,
    /** The image ended it. */
    CRASHES,
    /** It was still decoding when the time was up. */
    TIMES_OUT
  }

  private final ProbeCommand command;
  private final Duration limit;
  private final ExecutorService exchanges =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "decoder-probe");
            thread.setDaemon(true);
            return thread;
          });
  private DecoderProcess child;

  /**
   * A probe; nothing is started yet.
   *
   * @param maxPixels as for {@link ImageLoader}
   * @param limit the time that one image may take
   * @throws IllegalArgumentException where one of them is not positive
   */
  public DecoderProbe(long maxPixels, Duration limit) {
    this(maxPixels, limit, ProbeClassPath.ofThisJvm());
  }

  DecoderProbe(long maxPixels, Duration limit, String classPath) {
    if (maxPixels < 1 || limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException(
          "maxPixels and limit must be positive: %d, %s".formatted(maxPixels, limit));
    }
    this.command = new ProbeCommand(classPath, maxPixels);
    this.limit = limit;
  }

  /**
   * Has the child decode one image.
   *
   * @throws IllegalStateException where no child can be started, or the thread is interrupted
   */
  public Verdict probe(byte[] bytes) {
    if (child == null || !child.isAlive()) {
      start();
    }
    return exchange(bytes, limit);
  }

  /** The child's answer to no image at all shows that it has started. */
  private void start() {
    stop();
    child = DecoderProcess.start(command);
    Verdict started = exchange(NO_IMAGE, START_LIMIT);
    if (started != Verdict.SAFE) {
      throw new IllegalStateException(
          "The child process that tries images did not start (%s): %s"
              .formatted(started, String.join(" ", command.words())));
    }
  }

  private Verdict exchange(byte[] bytes, Duration time) {
    Future<Boolean> answer = exchanges.submit(() -> child.survives(bytes));
    try {
      if (answer.get(time.toMillis(), TimeUnit.MILLISECONDS)) {
        return Verdict.SAFE;
      }
      stop();
      return Verdict.CRASHES;
    } catch (TimeoutException late) {
      stop();
      return Verdict.TIMES_OUT;
    } catch (InterruptedException interrupted) {
      stop();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while an image was tried", interrupted);
    } catch (ExecutionException bug) {
      stop();
      throw new IllegalStateException(bug.getCause());
    }
  }

  private void stop() {
    if (child != null) {
      child.close();
      child = null;
    }
  }

  /** Ends the child. */
  @Override
  public void close() {
    stop();
    exchanges.shutdown();
  }
}
