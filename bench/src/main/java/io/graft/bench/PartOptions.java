package io.graft.bench;

import io.graft.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import picocli.CommandLine.Option;

/** What the processes that measure a part alone have in common. */
final class PartOptions {

  @Option(names = "--threads", required = true)
  private int threads;

  @Option(names = "--seconds", required = true, description = "Of each repetition.")
  private double seconds;

  @Option(names = "--repeat", required = true)
  private int repeat;

  @Option(names = "--result", required = true, description = "The JSON file to write.")
  private Path result;

  int threads() {
    return threads;
  }

  /** Measures as many workers as there are threads, and writes their rates. */
  void measure(IntFunction<Workers.Worker> worker)
      throws IOException, InterruptedException, ExecutionException {
    measure(threads, worker);
  }

  /** Measures so many workers, and writes their rates. */
  void measure(int count, IntFunction<Workers.Worker> worker)
      throws IOException, InterruptedException, ExecutionException {
    List<Workers.Worker> workers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      workers.add(worker.apply(i));
    }
    List<Double> rates = Workers.rates(workers, new Timing(seconds / 2, seconds, repeat));
    Files.writeString(result, Json.write(new Rates(rates)));
  }
}
