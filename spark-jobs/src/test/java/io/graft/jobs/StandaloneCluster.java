package io.graft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Spark standalone cluster of processes on this machine: a master, and workers of one core. */
final class StandaloneCluster implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";
  private static final Pattern URL = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final int LIMIT_SECONDS = 60;
  private static final int POLL_MILLIS = 50;

  /** Below a worker's folder: APPLICATION/EXECUTOR/stderr. */
  private static final int EXECUTOR_LOG_DEPTH = 3;

  private final Path sparkHome;
  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final List<Worker> workers = new ArrayList<>();
  private String url;

  private StandaloneCluster(Path sparkHome, Path folder) {
    this.sparkHome = sparkHome;
    this.folder = folder;
  }

  /** A worker, and the folder in which it runs its executors. */
  record Worker(Process process, Path folder) {

    /** The log of the executor that came last. */
    Path executorLog() {
      try (Stream<Path> logs =
          Files.find(folder, EXECUTOR_LOG_DEPTH, (path, any) -> path.endsWith("stderr"))) {
        return logs.max(Comparator.naturalOrder()).orElseThrow();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    /** Whether it has had an executor to run since the last time, or ever. */
    boolean hasRunExecutors() {
      try (Stream<Path> applications = Files.list(folder)) {
        return applications.findAny().isPresent();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  /** Starts a master, which listens on a port that is free. */
  static StandaloneCluster start(Path sparkHome, Path folder)
      throws IOException, InterruptedException {
    StandaloneCluster cluster = new StandaloneCluster(sparkHome, folder);
    try {
      Path log = Files.createDirectories(folder).resolve("master.log");
      cluster.daemon(log, "master.Master", "--port", "0", "--webui-port", "0");
      cluster.url = await(log, URL);
    } catch (AssertionError | IOException failed) {
      cluster.close();
      throw failed;
    }
    return cluster;
  }

  String url() {
    return url;
  }

  /** Those that were added, lost ones too. */
  List<Worker> workers() {
    return List.copyOf(workers);
  }

  /** Starts a worker and waits until the master knows it. */
  Worker addWorker() throws IOException, InterruptedException {
    Path work = folder.resolve("worker-" + workers.size());
    Path log = folder.resolve(work.getFileName() + ".log");
    Process process =
        daemon(
            log,
            "worker.Worker",
            "--cores",
            "1",
            "--memory",
            "1500m",
            "--webui-port",
            "0",
            "--work-dir",
            Files.createDirectories(work).toString(),
            url);
    await(log, Pattern.compile("(Successfully registered with master)"));
    Worker worker = new Worker(process, work);
    workers.add(worker);
    return worker;
  }

  /** Ends a worker and its executors at once, as the loss of its machine does. */
  static void kill(Worker worker) {
    List<ProcessHandle> executors = worker.process().descendants().toList();
    worker.process().destroyForcibly();
    executors.forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends a worker's executors at once, as the kernel does that runs out of memory. */
  static void killExecutors(Worker worker) {
    List<ProcessHandle> executors = worker.process().descendants().toList();
    assertThat(executors).as("executors of %s", worker.folder()).isNotEmpty();
    executors.forEach(ProcessHandle::destroyForcibly);
  }

  private Process daemon(Path log, String name, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                sparkHome.resolve("bin/spark-class").toString(),
                "org.apache.spark.deploy." + name,
                "--host",
                LOOPBACK));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", sparkHome.toString());
    builder.environment().put("SPARK_LOCAL_IP", LOOPBACK);
    builder.environment().put("SPARK_DAEMON_MEMORY", "256m");
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static String await(Path log, Pattern line) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (System.nanoTime() < end) {
      Matcher found = line.matcher(Files.readString(log, StandardCharsets.UTF_8));
      if (found.find()) {
        return found.group(1);
      }
      Thread.sleep(POLL_MILLIS);
    }
    assertThat(Files.readString(log)).as("after %d s", LIMIT_SECONDS).containsPattern(line);
    throw new IllegalStateException("Only just: " + line);
  }

  @Override
  public void close() {
    workers.forEach(StandaloneCluster::kill);
    processes.forEach(Process::destroyForcibly);
  }
}
