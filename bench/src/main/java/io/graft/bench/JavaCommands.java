package io.graft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command lines of measured JVMs, with the options of Graft's own launchers.
 *
 * @param home the repository
 * @param heap of the JVM, as {@code -Xmx} takes it
 */
record JavaCommands(Path home, String heap, int cores) {

  /** The home that the launcher names. */
  static Path homeOfSystem() {
    return Path.of(System.getProperty("graft.home", "."));
  }

  /** Graft's command as deploy/graft runs it, on that many cores, with further JVM options. */
  List<String> graft(List<String> options, List<String> arguments) throws IOException {
    List<String> command = spark();
    command.addAll(options);
    command.addAll(List.of("-cp", graftClassPath(), "io.graft.jobs.Main"));
    command.addAll(arguments);
    return command;
  }

  /** The bench's process that trains heads, with what Graft's commands have. */
  List<String> heads(List<String> arguments) throws IOException {
    List<String> command = spark();
    command.addAll(
        List.of(
            "-cp",
            home.resolve("bench/target/classes") + ":" + graftClassPath(),
            HeadsCommand.class.getName()));
    command.addAll(arguments);
    return command;
  }

  private List<String> spark() {
    List<String> command = java();
    command.addAll(
        List.of(
            "-Dlog4j2.configurationFile=" + home.resolve("conf/log4j2.properties"),
            "-Dspark.master=local[" + cores + "]",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.ui.enabled=false"));
    return command;
  }

  private String graftClassPath() throws IOException {
    Path jobs = home.resolve("spark-jobs/target");
    return "%s:%s:%s"
        .formatted(
            jobs.resolve("classes"),
            home.resolve("common/target/classes"),
            Files.readString(jobs.resolve("classpath")).strip());
  }

  /** A command of the bench itself. */
  List<String> bench(List<String> arguments) {
    return bench(List.of(), arguments);
  }

  /** A command of the bench itself, with further JVM options. */
  List<String> bench(List<String> options, List<String> arguments) {
    List<String> command = java();
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
    command.addAll(arguments);
    return command;
  }

  private List<String> java() {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + home.resolve("deploy/jvm-options"),
            "-Xmx" + heap));
  }
}
