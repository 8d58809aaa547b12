package io.graft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
   * @param seconds from its start to its end
   * @param peakBytes its largest resident memory, as last seen within a tenth of a second of its
   *     end
   */
  record Run(double seconds, long peakBytes) {}

  /**
   * Runs it to its end.
   *
   * @throws ChildFailedException where it fails, or takes longer than an hour
   */
  Run run() throws IOException, InterruptedException, ChildFailedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Thread endWithParent = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(endWithParent);
    try {
      long peakBytes = 0;
      do {
        peakBytes = Math.max(peakBytes, ProcFiles.peakBytes(process.pid()));
        if (System.nanoTime() - start > TimeUnit.MINUTES.toNanos(MAX_MINUTES)) {
          throw failed("takes longer than " + MAX_MINUTES + " minutes");
        }
      } while (!process.waitFor(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS));
      if (process.exitValue() != 0) {
        throw failed("ended with exit code " + process.exitValue());
      }
      return new Run((System.nanoTime() - start) / 1e9, peakBytes);
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(endWithParent);
    }
  }

  private ChildFailedException failed(String how) throws IOException {
    List<String> lines = Files.readAllLines(log);
    String end = String.join("\n  ", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
    return new ChildFailedException("%s %s:\n  %s".formatted(log.getFileName(), how, end));
  }
}
