package io.graft.bench;

import io.graft.json.Json;
import io.graft.onednn.OneDnn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures steps of training: with DL4J's layers one worker on all threads, with Graft's as many
 * workers as threads.
 */
@Command(name = "train", hidden = true, description = "Measure training alone.")
final class TrainCommand implements Callable<Integer> {

  @Option(names = "--network", required = true)
  private Network network;

  @Option(names = "--part", required = true)
  private TrainedPart part;

  @Option(names = "--layers", required = true)
  private TrainedNetwork.Layers layers;

  @Option(names = "--threads", required = true)
  private int threads;

  @Option(names = "--seconds", required = true, description = "Of each repetition.")
  private double seconds;

  @Option(names = "--repeat", required = true)
  private int repeat;

  @Option(names = "--result", required = true, description = "The JSON file to write.")
  private Path result;

  @Override
  public Integer call() throws Exception {
    boolean isStock = layers == TrainedNetwork.Layers.DL4J;
    if (isStock == OneDnn.isRequested()) {
      throw new IllegalStateException("DL4J's layers are measured without oneDNN, Graft's with it");
    }
    int workers = isStock ? 1 : threads;
    int threadsEach = threads / workers;
    Nd4j.factory().blas().setMaxThreads(threadsEach);
    Nd4j.getEnvironment().setMaxMasterThreads(threadsEach);
    List<Workers.Worker> steps = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      TrainedNetwork trained = TrainedNetwork.of(network, part, layers);
      steps.add(() -> step(trained, threadsEach));
    }
    List<Double> rates = Workers.rates(steps, new Timing(seconds / 2, seconds, repeat));
    Files.writeString(result, Json.write(new Rates(rates)));
    return 0;
  }

  private static int step(TrainedNetwork trained, int threads) {
    // Of the calling thread only, which is why it can't be set once: oneDNN obeys nothing else.
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    return trained.step();
  }
}
