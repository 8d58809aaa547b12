package io.graft.model;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** A chain of layers as a graph that keeps the layers' names, which DL4J's own conversion drops. */
final class SequentialNetwork {

  private SequentialNetwork() {}

  static ComputationGraph toGraph(MultiLayerNetwork network) {
    ComputationGraph numbered = network.toComputationGraph();
    List<String> names = names(network);
    JsonNode tree = ChannelsFirst.readTree(numbered.getConfiguration().toJson());
    rename((ObjectNode) tree, names);
    ComputationGraph named =
        new ComputationGraph(ComputationGraphConfiguration.fromJson(tree.toString()));
    named.init();
    named.setParams(numbered.params());
    return named;
  }

  private static List<String> names(MultiLayerNetwork network) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < network.getnLayers(); i++) {
      String name = network.getLayer(i).conf().getLayer().getLayerName();
      boolean unusable = name == null || name.isBlank() || names.contains(name);
      names.add(unusable ? "layer_" + i : name);
    }
    return names;
  }

  private static void rename(ObjectNode tree, List<String> names) {
    ObjectNode vertices = tree.objectNode();
    ObjectNode inputs = tree.objectNode();
    for (int i = 0; i < names.size(); i++) {
      String number = String.valueOf(i);
      ObjectNode vertex = (ObjectNode) tree.get("vertices").get(number);
      ((ObjectNode) vertex.get("layerConf").get("layer")).put("layerName", names.get(i));
      vertices.set(names.get(i), vertex);
      ArrayNode sources = (ArrayNode) tree.get("vertexInputs").get(number);
      if (i > 0) {
        sources.removeAll().add(names.get(i - 1));
      }
      inputs.set(names.get(i), sources);
    }
    tree.set("vertices", vertices);
    tree.set("vertexInputs", inputs);
    ((ArrayNode) tree.get("networkOutputs")).removeAll().add(names.get(names.size() - 1));
    tree.putNull("topologicalOrder").putNull("topologicalOrderStr");
  }
}
