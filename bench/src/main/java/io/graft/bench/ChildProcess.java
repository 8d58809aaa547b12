package io.graft.bench;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A measured process.
 *
 * @param log where its output goes
 */
record ChildProcess(List<String> command, Path log) {

  private static final int MILLIS_BETWEEN_LOOKS = 100;
  private static final long MAX_MINUTES = 60;

  /**
   * How it went.
   *
   * @param seconds from its start to its end, without the stops
   * @param peakBytes its largest resident memory, as last seen within a tenth of a second of its
   *     end
   */
  record Run(double seconds, long peakBytes, List<Stop> stops) {}

  /**
   * Runs it to its end, with the machine for itself.
   *
   * @throws ChildFailedException where it fails, or takes longer than an hour
   */
  Run run() throws Exception {
    return run(Double.POSITIVE_INFINITY, () -> {});
  }

  /** What others do while the process is stopped. */
  @FunctionalInterface
  interface Others {
    void run() throws Exception;
  }

  /**
   * Runs it to its end in turns with others, so that a machine that is faster at one time than at
   * another is as fast for all of them.
   *
   * @param turnSeconds that it runs before the others have their turn
   * @throws ChildFailedException where it fails, or takes longer than an hour
   */
  Run run(double turnSeconds, Others others) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Thread endWithParent = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(endWithParent);
    try (Signals signals = new Signals()) {
      return watch(process, signals, turnSeconds, others);
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(endWithParent);
    }
  }

  private Run watch(Process process, Signals signals, double turnSeconds, Others others)
      throws Exception {
    long start = System.nanoTime();
    long turnStart = start;
    long peakBytes = 0;
    List<Stop> stops = new ArrayList<>();
    do {
      peakBytes = Math.max(peakBytes, ProcFiles.peakBytes(process.pid()));
      if (secondsSince(start) > TimeUnit.MINUTES.toSeconds(MAX_MINUTES)) {
        throw ChildFailedException.of(log, "takes longer than " + MAX_MINUTES + " minutes");
      }
      if (secondsSince(turnStart) > turnSeconds) {
        stops.add(stop(process, signals, others));
        turnStart = System.nanoTime();
      }
    } while (!process.waitFor(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS));
    double stopped =
        stops.stream().mapToDouble(stop -> stop.secondsWithin(Instant.MIN, Instant.MAX)).sum();
    double seconds = secondsSince(start) - stopped;
    if (process.exitValue() != 0) {
      throw ChildFailedException.of(log, "ended with exit code " + process.exitValue());
    }
    return new Run(seconds, peakBytes, stops);
  }

  private static Stop stop(Process process, Signals signals, Others others) throws Exception {
    signals.stop(process);
    Instant start = Instant.now();
    others.run();
    Instant end = Instant.now();
    signals.goOn(process);
    return new Stop(start, end);
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
