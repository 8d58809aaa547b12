package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command of Graft in a process of its own, which a test watches and may kill. */
final class GraftProcess implements AutoCloseable {

  private static final long LIMIT_MINUTES = 30;
  private static final int POLL_MILLIS = 10;
  private static final Pattern PROGRESS = Pattern.compile("extract: ([\\d,]+) of ([\\d,]+) images");

  /** Short runs: the second compiler, and 200 tasks a shuffle, would cost more than they bring. */
  private static final String LOCAL_OPTIONS =
      "-XX:TieredStopAtLevel=1 -Dspark.sql.shuffle.partitions=2 -Dspark.master=local[2]"
          + " -Dspark.ui.enabled=false -Dspark.driver.host=127.0.0.1"
          + " -Dspark.driver.bindAddress=127.0.0.1";

  private final Process process;
  private final Path output;
  private final Path errors;
  private final long startNanos = System.nanoTime();

  private GraftProcess(Process process, Path output, Path errors) {
    this.process = process;
    this.output = output;
    this.errors = errors;
  }

  /** Starts {@code deploy/graft} on two local cores; the launcher becomes the Java process. */
  static GraftProcess local(Path logs, Map<String, String> settings, Object... arguments)
      throws IOException {
    return start(logs, settings, LOCAL_OPTIONS, Graft.home().resolve("deploy/graft"), arguments);
  }

  /** Starts a launcher of Graft with these environment variables and options of the JVM. */
  static GraftProcess start(
      Path logs,
      Map<String, String> settings,
      String javaOptions,
      Path launcher,
      Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Files.createDirectories(logs);
    Path output = Files.createTempFile(logs, "", ".out");
    Path errors = Files.createTempFile(logs, "", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Graft.home().toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().put("GRAFT_JAVA_OPTIONS", javaOptions);
    builder.environment().putAll(settings);
    return new GraftProcess(builder.start(), output, errors);
  }

  /** Waits for the condition or the process's end, whichever is first; false for the end. */
  boolean await(BooleanSupplier condition) throws InterruptedException {
    while (process.isAlive()) {
      if (condition.getAsBoolean()) {
        return true;
      }
      if (seconds() > TimeUnit.MINUTES.toSeconds(LIMIT_MINUTES)) {
        close();
        throw new IllegalStateException("The process did not end; see " + errors);
      }
      Thread.sleep(POLL_MILLIS);
    }
    return false;
  }

  /** Ends it at once, as the loss of its machine does; false where it had ended by itself. */
  boolean kill() throws InterruptedException {
    boolean alive = process.isAlive();
    process.destroyForcibly().waitFor();
    return alive && process.exitValue() == 128 + 9;
  }

  /** Waits for its end, which is to be a success. */
  GraftProcess requireSuccess() throws InterruptedException {
    await(() -> false);
    assertThat(process.exitValue()).as(errors()).isZero();
    return this;
  }

  double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  String output() {
    return text(output);
  }

  String errors() {
    return text(errors);
  }

  /** The images it said were extracted, and those it set out to extract; zeros before it said. */
  long[] progress() {
    long[] progress = {0, 0};
    for (Matcher line = PROGRESS.matcher(errors()); line.find(); ) {
      progress[0] = Long.parseLong(line.group(1).replace(",", ""));
      progress[1] = Long.parseLong(line.group(2).replace(",", ""));
    }
    return progress;
  }

  /** A field of the kernel's account of the process, in kB, or 0 after its end. */
  long kilobytes(String field) {
    Pattern line = Pattern.compile(field + ":\\s+(\\d+) kB");
    try {
      Matcher found = line.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
      return found.find() ? Long.parseLong(found.group(1)) : 0;
    } catch (IOException ended) {
      return 0;
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
