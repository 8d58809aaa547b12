package io.graft.bench;

import io.graft.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

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
                measure(network, TrainedPart.CACHED, TrainedNetwork.Layers.GRAFT)));
      } catch (ChildFailedException failed) {
        Measurer.say("skipped %s: %s".formatted(network.title(), failed.getMessage()));
      }
    }
  }

  private Measurement measure(Network network, TrainedPart part, TrainedNetwork.Layers layers)
      throws Exception {
    String name = "train-%s-%s-%s".formatted(network.text(), part, layers);
    Path result = work.resolve(name + ".json");
    List<String> options =
        List.of(
            "-Dorg.eclipse.deeplearning4j.helpers.disable="
                + (layers == TrainedNetwork.Layers.DL4J),
            "-Dorg.bytedeco.javacpp.maxbytes=" + settings.memory(),
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=" + settings.memory());
    List<String> arguments =
        List.of(
            "train",
            "--network=" + network.name(),
            "--part=" + part,
            "--layers=" + layers,
            "--threads=" + settings.cores(),
            "--seconds=" + settings.seconds() / settings.repeat(),
            "--repeat=" + settings.repeat(),
            "--result=" + result);
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
