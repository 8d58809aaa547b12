package io.graft.bench;

import io.graft.onednn.OneDnn;
import java.util.concurrent.Callable;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  private TrainedPart trainedPart;

  @Option(names = "--layers", required = true)
  private TrainedNetwork.Layers layers;

  @Mixin private PartOptions part;

  @Override
  public Integer call() throws Exception {
    boolean isStock = layers == TrainedNetwork.Layers.DL4J;
    if (isStock == OneDnn.isRequested()) {
      throw new IllegalStateException("DL4J's layers are measured without oneDNN, Graft's with it");
    }
    int workers = isStock ? 1 : part.threads();
    int threadsEach = part.threads() / workers;
    Nd4j.factory().blas().setMaxThreads(threadsEach);
    Nd4j.getEnvironment().setMaxMasterThreads(threadsEach);
    part.measure(
        workers,
        worker -> {
          TrainedNetwork trained = TrainedNetwork.of(network, trainedPart, layers);
          return () -> step(trained, threadsEach);
        });
    return 0;
  }

  private static int step(TrainedNetwork trained, int threads) {
    // Of the calling thread only, which is why it can't be set once: oneDNN obeys nothing else.
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    return trained.step();
  }
}
