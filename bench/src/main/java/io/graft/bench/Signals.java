package io.graft.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Stops processes and lets them go on, by a shell that is kept: starting one takes a while. */
final class Signals implements AutoCloseable {

  private final Process shell;
  private final PrintStream commands;
  private final BufferedReader answers;

  Signals() throws IOException {
    shell = new ProcessBuilder("bash").redirectErrorStream(true).start();
    commands = new PrintStream(shell.getOutputStream(), true, StandardCharsets.UTF_8);
    answers = shell.inputReader(StandardCharsets.UTF_8);
  }

  void stop(Process process) throws IOException {
    send("STOP", process);
  }

  void goOn(Process process) throws IOException {
    send("CONT", process);
  }

  /** Of a process that has just ended nothing is asked any more. */
  private void send(String signal, Process process) throws IOException {
    commands.println("kill -%s %d 2>/dev/null; echo $?".formatted(signal, process.pid()));
    String status = answers.readLine();
    if (!"0".equals(status) && process.isAlive()) {
      throw new IllegalStateException("kill -%s ended with %s".formatted(signal, status));
    }
  }

  @Override
  public void close() {
    commands.close();
    shell.destroyForcibly();
  }
}
