package io.graft.bench;

import io.graft.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the measured processes.
 *
 * @param work a folder for what they read and write
 */
record Measurer(Settings settings, Path work) {

  /** A base model and its network up to the default cut, ready for ONNX Runtime. */
  record Model(Network network, Path baseModel, Path onnx) {}

  /** Both rates of one and the same runs. */
  record Extraction(Measurement stage, Measurement command) {}

  /** The network alone. */
  Measurement forward(Model model) throws Exception {
    return part(
        "forward-" + model.network().text(),
        model,
        List.of("forward", "--onnx", model.onnx().toString()));
  }

  /** The images alone. */
  Measurement decode(Model model, Path images) throws Exception {
    return part(
        "decode-" + model.network().text(),
        model,
        List.of("decode", "--images", images.toString()));
  }

  private Measurement part(String name, Model model, List<String> command) throws Exception {
    Path result = work.resolve(name + ".json");
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(
        List.of(
            "--base-model=" + model.baseModel(),
            "--threads=" + settings.cores(),
            "--seconds=" + settings.partSeconds(),
            "--repeat=1",
            "--result=" + result));
    ChildProcess.Run run =
        new ChildProcess(javaCommands().bench(arguments), work.resolve(name + ".log")).run();
    Rates rates = Json.read(name, Files.readString(result), Rates.class);
    Measurement measurement = new Measurement(rates.imagesPerSecond(), run.peakBytes());
    say("%s: %.1f images/s".formatted(name, measurement.median()));
    return measurement;
  }

  /** Graft's extraction. */
  Extraction graft(Model model, Path images, int count) throws Exception {
    return extract("graft", model, images, count, List.of(), "onnxruntime");
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
    return extract("dl4j", model, images, count, asShipped, "dl4j");
  }

  private Extraction extract(
      String name, Model model, Path images, int count, List<String> options, String engine)
      throws Exception {
    Path out = work.resolve(name + "-features");
    Folders.delete(out);
    List<String> arguments = extractFeatures(model, images, out, engine);
    ChildProcess.Run run =
        new ChildProcess(javaCommands().graft(options, arguments), work.resolve(name + ".log"))
            .run();
    FeatureSetFile features = FeatureSetFile.in(out);
    requireAll(features, count);
    say(
        "%s-%s: %,d images in %.1f s: %s"
            .formatted(name, model.network().text(), count, run.seconds(), features.stages()));
    return new Extraction(
        new Measurement(List.of(count / features.extractionSeconds()), run.peakBytes()),
        new Measurement(List.of(count / run.seconds()), run.peakBytes()));
  }

  private static List<String> extractFeatures(Model model, Path images, Path out, String engine) {
    return List.of(
        "extract-features",
        "--images=" + images,
        "--base-model=" + model.baseModel(),
        "--out=" + out,
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
