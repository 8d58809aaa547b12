package io.graft.bench.micro;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the benchmarks of this package. */
public final class MicroBenchmarks {

  private MicroBenchmarks() {}

  /**
   * Runs them in a process each, with this JVM's options; those whose files are absent are left
   * out, with a printed reason.
   *
   * @param shared where weights and images lie
   * @param out where to write the results as text, beside the screen
   */
  public static void run(Path shared, Optional<Path> out) throws RunnerException {
    ChainedOptionsBuilder options = new OptionsBuilder().include(CopyBenchmark.class.getName());
    includeIfPresent(options, ImageBenchmark.class, shared.resolve("images"));
    includeIfPresent(options, ForwardBenchmark.class, shared.resolve(ForwardBenchmark.WEIGHTS));
    out.ifPresent(file -> options.result(file.toString()).resultFormat(ResultFormatType.TEXT));
    new Runner(options.build()).run();
  }

  private static void includeIfPresent(
      ChainedOptionsBuilder options, Class<?> benchmark, Path needed) {
    if (Files.exists(needed)) {
      options.include(benchmark.getName());
    } else {
      System.err.printf(
          "bench: skipped %s: %s is absent; set GRAFT_SHARED to where the shared data lies%n",
          benchmark.getSimpleName(), needed.normalize());
    }
  }
}
