package io.graft.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that measures a part alone, in turns; between them it rests. */
final class PartProcess implements AutoCloseable {

  private final Path log;
  private final Process process;
  private final PrintStream turns;
  private final BufferedReader answers;
  private final List<Double> rates = new ArrayList<>();
  private long peakBytes;

  /**
   * Starts it.
   *
   * @param command runs {@link PartTurns}
   * @param log where its errors go
   */
  PartProcess(List<String> command, Path log) throws IOException {
    this.log = log;
    this.process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    this.turns = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Runs a turn.
   *
   * @throws ChildFailedException where the process ends instead
   */
  void turn(double seconds) throws IOException, ChildFailedException {
    rates.add(warmUp(seconds));
    peakBytes = Math.max(peakBytes, ProcFiles.peakBytes(process.pid()));
  }

  /**
   * Runs a turn that does not count.
   *
   * @return images/s
   * @throws ChildFailedException where the process ends instead
   */
  double warmUp(double seconds) throws IOException, ChildFailedException {
    turns.println(seconds);
    String answer = answers.readLine();
    if (answer == null) {
      throw ChildFailedException.of(log, "ended before its turn");
    }
    return Double.parseDouble(answer);
  }

  /** The mean rate of the turns since the last call, of equal length all. */
  Measurement measured() {
    double mean = rates.stream().mapToDouble(rate -> rate).average().orElseThrow();
    rates.clear();
    return new Measurement(List.of(mean), peakBytes);
  }

  @Override
  public void close() {
    turns.close();
    process.destroyForcibly();
  }
}
