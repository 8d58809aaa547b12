package io.graft.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts the measured processes.
 *
 * @param work a folder for what they read and write
 */
record Measurer(Settings settings, Path work) {

  /**
   * Long beside an image, and no longer than a shared machine keeps its speed: on one, passes a
   * second apart hardly told anything of one another (a correlation of 0.2).
   */
  private static final double GRAFT_TURN_SECONDS = 1;

  private static final double PART_TURN_SECONDS = 0.5;

  /** A base model and its network up to the default cut, ready for ONNX Runtime. */
  record Model(Network network, Path baseModel, Path onnx) {}

  /** Both rates of one and the same runs. */
  record Extraction(Measurement stage, Measurement command) {}

  /** The network alone, on as many threads as there are cores. */
  PartProcess forward(Model model) throws IOException {
    return part("forward", model, "--onnx=" + model.onnx());
  }

  /** The images alone, on as many threads. */
  PartProcess decode(Model model, Path images) throws IOException {
    return part("decode", model, "--images=" + images);
  }

  private PartProcess part(String command, Model model, String option) throws IOException {
    List<String> arguments =
        List.of(
            command, "--base-model=" + model.baseModel(), "--threads=" + settings.cores(), option);
    return new PartProcess(javaCommands().bench(arguments), work.resolve(command + ".log"));
  }

  /** Graft's extraction, with the machine for itself. */
  Extraction graft(Model model, Path images, int count) throws Exception {
    return graft(model, images, count, Double.POSITIVE_INFINITY, () -> {});
  }

  /** Graft's extraction, and its parts in turns with it. */
  Round round(Model model, Path images, int count, PartProcess forward, PartProcess decode)
      throws Exception {
    ChildProcess.Others parts =
        () -> {
          forward.turn(PART_TURN_SECONDS);
          decode.turn(PART_TURN_SECONDS);
        };
    Extraction graft = graft(model, images, count, GRAFT_TURN_SECONDS, parts);
    parts.run();
    Round round = new Round(graft.stage(), graft.command(), forward.measured(), decode.measured());
    say(
        "%s: extraction %.1f images/s, forward %.1f, decode %.1f: %.1f %% of the floor"
            .formatted(
                model.network().title(),
                round.extraction().median(),
                round.forward().median(),
                round.decode().median(),
                100 * round.shareOfFloor()));
    return round;
  }

  private Extraction graft(
      Model model, Path images, int count, double turnSeconds, ChildProcess.Others others)
      throws Exception {
    List<String> arguments = extractFeatures(model, images, "onnxruntime");
    return extract(
        "graft", model, count, javaCommands().graft(List.of(), arguments), turnSeconds, others);
  }

  /**
   * The same on DL4J, its layer helpers off as it ships.
   *
   * @throws ChildFailedException where it fails, such as for want of memory
   */
  Extraction dl4j(Model model, Path images, int count) throws Exception {
    List<String> asShipped =
        List.of(
            "-Dorg.eclipse.deeplearning4j.helpers.disable=true",
            "-Dorg.bytedeco.javacpp.maxbytes=" + settings.dl4jMemory(),
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=" + settings.dl4jMemory());
    List<String> arguments = extractFeatures(model, images, "dl4j");
    return extract(
        "dl4j",
        model,
        count,
        javaCommands().graft(asShipped, arguments),
        Double.POSITIVE_INFINITY,
        () -> {});
  }

  private Extraction extract(
      String name,
      Model model,
      int count,
      List<String> command,
      double turnSeconds,
      ChildProcess.Others others)
      throws Exception {
    Folders.delete(features());
    ChildProcess.Run run =
        new ChildProcess(command, work.resolve(name + ".log")).run(turnSeconds, others);
    FeatureSetFile features = FeatureSetFile.in(features());
    requireAll(features, count);
    say(
        "%s-%s: %,d images in %.1f s: %s"
            .formatted(name, model.network().text(), count, run.seconds(), features.stages()));
    return new Extraction(
        new Measurement(List.of(count / features.extractionSeconds(run.stops())), run.peakBytes()),
        new Measurement(List.of(count / run.seconds()), run.peakBytes()));
  }

  private Path features() {
    return work.resolve("features");
  }

  private List<String> extractFeatures(Model model, Path images, String engine) {
    return List.of(
        "extract-features",
        "--images=" + images,
        "--base-model=" + model.baseModel(),
        "--out=" + features(),
        "--engine=" + engine,
        "--device=cpu");
  }

  private static void requireAll(FeatureSetFile features, int count) {
    if (features.extracted() != count) {
      throw new IllegalStateException(
          "%,d images given, %,d extracted".formatted(count, features.extracted()));
    }
  }

  private JavaCommands javaCommands() {
    return new JavaCommands(JavaCommands.homeOfSystem(), settings.heap(), settings.cores());
  }

  static void say(String text) {
    System.err.println("bench: " + text);
  }
}
