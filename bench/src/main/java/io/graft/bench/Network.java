package io.graft.bench;

import io.graft.error.UserException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The networks that are measured, each at its default cut. */
enum Network {
  MOBILENET_QUARTER("mobilenet-0.25", "MobileNet 0.25"),
  SQUEEZENET("squeezenet", "SqueezeNet 1.1"),
  MOBILENET("mobilenet-1.0", "MobileNet 1.0"),
  RESNET("resnet-50", "ResNet-50");

  private final String text;
  private final String title;

  Network(String text, String title) {
    this.text = text;
    this.title = title;
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
