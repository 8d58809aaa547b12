package io.graft.training.layers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** What has to be known of a network, read from the JSON of DL4J's configuration. */
final class GraphReading {

  /** Vertices that copy what they read, and so never change it. */
  private static final Set<String> COPYING = Set.of("MergeVertex", "ElementWiseVertex");

  private final JsonNode network;

  GraphReading(JsonNode network) {
    this.network = network;
  }

  /** The layers by name, frozen ones as their wrappers. */
  Map<String, ObjectNode> layers() {
    Map<String, ObjectNode> layers = new LinkedHashMap<>();
    network
        .get("vertices")
        .fields()
        .forEachRemaining(
            vertex -> {
              if (vertex.getValue().at("/layerConf/layer") instanceof ObjectNode layer) {
                layers.put(vertex.getKey(), layer);
              }
            });
    return layers;
  }

  /**
   * Whether the output of the vertex is the same in the backward pass as it was in the forward
   * pass. DL4J lets a layer apply its dropout, and a frozen one its activation, to its input in
   * place.
   */
  boolean keepsOutput(String vertex) {
    return StreamSupport.stream(
            ((Iterable<Map.Entry<String, JsonNode>>) network.get("vertexInputs")::fields)
                .spliterator(),
            false)
        .filter(inputs -> reads(inputs.getValue(), vertex))
        .allMatch(inputs -> leavesInput(network.get("vertices").get(inputs.getKey()), inputs));
  }

  private static boolean reads(JsonNode inputs, String vertex) {
    return StreamSupport.stream(inputs.spliterator(), false)
        .anyMatch(input -> input.asText().equals(vertex));
  }

  private static boolean leavesInput(JsonNode reader, Map.Entry<String, JsonNode> inputs) {
    JsonNode layer = reader.at("/layerConf/layer");
    if (layer.isMissingNode()) {
      return COPYING.contains(simpleName(reader)) && inputs.getValue().size() > 1;
    }
    return !simpleName(layer).startsWith("Frozen")
        && (layer.path("idropout").isMissingNode() || layer.path("idropout").isNull());
  }

  private static String simpleName(JsonNode node) {
    String name = node.path("@class").asText();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
