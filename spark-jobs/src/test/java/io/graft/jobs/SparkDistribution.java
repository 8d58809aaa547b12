package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real Spark distribution beside the build: its Python package in a virtual environment. */
final class SparkDistribution {

  private static final Path HOME = Path.of(System.getProperty("graft.home"));
  private static final String VERSION = System.getProperty("spark.version");
  private static final long LIMIT_MINUTES = 20;

  private final Path environment;
  private final Path logs;

  private SparkDistribution(Path environment, Path logs) {
    this.environment = environment;
    this.logs = logs;
  }

  /** What a command printed, and how it ended. */
  record Outcome(int exitCode, String output, String errors) {}

  /** Installs it once under target/; the test is skipped where there is no Python to do it. */
  static SparkDistribution install(Path target) throws IOException, InterruptedException {
    SparkDistribution spark =
        new SparkDistribution(
            target.resolve("spark-" + VERSION), Files.createDirectories(target.resolve("logs")));
    Path finished = spark.environment.resolve("graft-installed");
    if (!Files.exists(finished)) {
      assumeTrue(
          spark.run(Map.of(), "sh", "-c", "python3 -c 'import ensurepip, venv'").exitCode() == 0,
          "skipped: spark-submit is tested with Spark's Python package, and there is no python3 with venv");
      spark.require("python3", "-m", "venv", "--clear", spark.environment.toString());
      spark.require(spark.python(), "-m", "pip", "install", "-q", "pyspark==" + VERSION, "pyarrow");
      Files.createFile(finished);
    }
    return spark;
  }

  /** What Spark's scripts call SPARK_HOME. */
  Path home() throws IOException, InterruptedException {
    return Path.of(require(python(), "-c", "import pyspark; print(pyspark.__path__[0], end='')"));
  }

  String python() {
    return environment.resolve("bin/python").toString();
  }

  /** Runs Graft through this distribution's spark-submit, on two local cores. */
  Outcome submit(String... arguments) throws IOException, InterruptedException {
    return run(
        Map.of("GRAFT_SUBMIT_OPTIONS", "--master local[2]"), command("deploy/submit", arguments));
  }

  /** Runs Graft without it. */
  Outcome local(String... arguments) throws IOException, InterruptedException {
    return run(Map.of(), command("deploy/graft", arguments));
  }

  /** Runs a command that is to succeed and returns what it printed. */
  String require(String... command) throws IOException, InterruptedException {
    Outcome outcome = run(Map.of(), command);
    assertThat(outcome.exitCode())
        .as("%s%n%s", String.join(" ", command), outcome.errors())
        .isZero();
    return outcome.output();
  }

  private static String[] command(String launcher, String... arguments) {
    List<String> command = new ArrayList<>(List.of(HOME.resolve(launcher).toString()));
    command.addAll(List.of(arguments));
    return command.toArray(String[]::new);
  }

  private Outcome run(Map<String, String> settings, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(logs, "", ".out");
    Path errors = Files.createTempFile(logs, "", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(HOME.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    Map<String, String> variables = builder.environment();
    // The distribution under test, not one that this machine may have.
    variables.remove("SPARK_HOME");
    // Short runs: the second compiler would cost more than it brings.
    variables.put("GRAFT_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
    variables.merge("PATH", environment.resolve("bin").toString(), (old, own) -> own + ":" + old);
    variables.putAll(settings);
    Process process = builder.start();
    if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException(String.join(" ", command) + " did not end; see " + errors);
    }
    return new Outcome(
        process.exitValue(),
        Files.readString(output, StandardCharsets.UTF_8),
        Files.readString(errors, StandardCharsets.UTF_8));
  }
}
