package io.graft.bench;

import io.graft.json.Json;
import io.graft.model.CutPoint;
import io.graft.model.NetworkShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Measures training of every network, each figure in a process of its own.
 *
 * @param work a folder for what the processes write
 */
record TrainRun(TrainSettings settings, Path work) {

  /**
   * Measures all that succeeds.
   *
   * @param finished takes each cell as it is done
   */
  void run(Consumer<TrainCell> finished) throws Exception {
    for (Network network : settings.networks()) {
      try {
        finished.accept(
            new TrainCell(
                network,
                measure(network, TrainedPart.FULL, TrainedNetwork.Layers.DL4J),
                measure(network, TrainedPart.FULL, TrainedNetwork.Layers.GRAFT),
                measure(network, TrainedPart.UPPER_HALF, TrainedNetwork.Layers.GRAFT),
                measure(network, TrainedPart.CACHED, TrainedNetwork.Layers.GRAFT),
                megaFlops(network),
                new AveragingRun(settings, work).measure(network)));
      } catch (ChildFailedException failed) {
        Measurer.say("skipped %s: %s".formatted(network.title(), failed.getMessage()));
      }
    }
  }

  /** What oneDNN's convolution reaches on all cores, in 10^9 floating-point operations a second. */
  double convolutionGigaFlops() throws Exception {
    Measurement images = measure("convolve", List.of(), List.of("convolve"));
    return images.median() * ConvolveCommand.MEGA_FLOPS / 1000;
  }

  private static double megaFlops(Network network) {
    ComputationGraph built = network.build();
    List<CutPoint> points = CutPoint.of(built, NetworkShape.of(built, network.preprocessing()));
    return points.get(points.size() - 1).megaFlops();
  }

  private Measurement measure(Network network, TrainedPart part, TrainedNetwork.Layers layers)
      throws Exception {
    String name = "train-%s-%s-%s".formatted(network.text(), part, layers);
    List<String> options =
        List.of(
            "-Dorg.eclipse.deeplearning4j.helpers.disable="
                + (layers == TrainedNetwork.Layers.DL4J),
            "-Dorg.bytedeco.javacpp.maxbytes=" + settings.memory(),
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=" + settings.memory());
    return measure(
        name,
        options,
        List.of("train", "--network=" + network.name(), "--part=" + part, "--layers=" + layers));
  }

  private Measurement measure(String name, List<String> options, List<String> what)
      throws Exception {
    Path result = work.resolve(name + ".json");
    List<String> arguments = new ArrayList<>(what);
    arguments.addAll(
        List.of(
            "--threads=" + settings.cores(),
            "--seconds=" + settings.seconds() / settings.repeat(),
            "--repeat=" + settings.repeat(),
            "--result=" + result));
    List<String> command =
        new JavaCommands(JavaCommands.homeOfSystem(), settings.heap(), settings.cores())
            .bench(options, arguments);
    ChildProcess.Run run = new ChildProcess(command, work.resolve(name + ".log")).run();
    Rates rates = Json.read(name, Files.readString(result), Rates.class);
    Measurement measurement = new Measurement(rates.imagesPerSecond(), run.peakBytes());
    Measurer.say("%s: %.2f images/s".formatted(name, measurement.median()));
    return measurement;
  }
}
