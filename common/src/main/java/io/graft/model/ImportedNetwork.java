package io.graft.model;

import io.graft.image.ImageSize;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A network as its file holds it, with the image size that the file states, if any. */
record ImportedNetwork(ComputationGraph network, Optional<ImageSize> inputSize) {

  /** Keras writes the input as {@code [null, height, width, channels]}, or channels first. */
  private static final Pattern KERAS_INPUT =
      Pattern.compile(
          "\"batch_(?:input_)?shape\"\\s*:\\s*\\[\\s*null\\s*,\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,\\s*(\\d+)\\s*]");

  static Optional<ImageSize> kerasInputSize(String json) {
    Matcher input = KERAS_INPUT.matcher(json);
    if (!input.find()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(input.group(1));
    int second = Integer.parseInt(input.group(2));
    int third = Integer.parseInt(input.group(3));
    boolean channelsFirst = first <= 3 && third > 3;
    return Optional.of(channelsFirst ? new ImageSize(third, second) : new ImageSize(second, first));
  }
}
