package io.graft.bench;

import io.graft.error.UserException;
import io.graft.image.Preprocessing;
import io.graft.image.PreprocessingPreset;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The networks that are measured, each at its default cut. */
enum Network {
  MOBILENET_QUARTER(
      "mobilenet-0.25",
      "MobileNet 0.25",
      () -> MobileNetBuilder.build(0.25),
      PreprocessingPreset.TF),
  SQUEEZENET("squeezenet", "SqueezeNet 1.1", SqueezeNetBuilder::build, PreprocessingPreset.CAFFE),
  MOBILENET("mobilenet-1.0", "MobileNet 1.0", MobileNetBuilder::build, PreprocessingPreset.TF),
  RESNET("resnet-50", "ResNet-50", ResNetBuilder::build, PreprocessingPreset.CAFFE);

  /** Height and width of its images, in pixels. */
  static final int SIDE = 224;

  private final String text;
  private final String title;
  private final Supplier<ComputationGraph> builder;
  private final PreprocessingPreset preset;

  Network(
      String text, String title, Supplier<ComputationGraph> builder, PreprocessingPreset preset) {
    this.text = text;
    this.title = title;
    this.builder = builder;
    this.preset = preset;
  }

  /** The network with random weights. */
  ComputationGraph build() {
    return builder.get();
  }

  Preprocessing preprocessing() {
    return preset.forSize(SIDE, SIDE);
  }

  /** As the command line names it. */
  String text() {
    return text;
  }

  /** As the report names it. */
  String title() {
    return title;
  }

  static Network parse(String text) {
    return Arrays.stream(values())
        .filter(network -> network.text.equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "Unknown network '%s': use %s."
                        .formatted(
                            text,
                            Arrays.stream(values())
                                .map(Network::text)
                                .collect(Collectors.joining(", ")))));
  }
}
