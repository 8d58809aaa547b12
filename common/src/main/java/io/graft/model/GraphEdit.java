package io.graft.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** A copy of a network, kept up to some of its layers, to which vertices are added. */
final class GraphEdit {

  private static final String COPY = "graft_copy";

  private final ComputationGraph network;
  private final ComputationGraphConfiguration configuration;
  private final Set<String> kept = new HashSet<>();

  /** Keeps the layers and all that they are computed from. */
  GraphEdit(ComputationGraph network, Collection<String> layers) {
    this.network = network;
    this.configuration = network.getConfiguration().clone();
    NetworkGraph graph = new NetworkGraph(network);
    layers.forEach(layer -> kept.addAll(graph.upTo(layer)));
    configuration.getVertices().keySet().retainAll(kept);
    configuration.getVertexInputs().keySet().retainAll(kept);
  }

  /** Adds a vertex and returns its name: the one given, numbered where the network has it. */
  String add(String name, GraphVertex vertex, List<String> inputs) {
    String free = name;
    for (int i = 2; configuration.getVertices().containsKey(free); i++) {
      free = name + "_" + i;
    }
    if (vertex instanceof LayerVertex layer) {
      layer.getLayerConf().getLayer().setLayerName(free);
    }
    configuration.getVertices().put(free, vertex);
    configuration.getVertexInputs().put(free, new ArrayList<>(inputs));
    return free;
  }

  /** Adds a layer as {@link #add} does. */
  String addLayer(String name, Layer layer, String input) {
    NeuralNetConfiguration layerConfiguration =
        new NeuralNetConfiguration.Builder().layer(layer).build();
    return add(name, new LayerVertex(layerConfiguration, null), List.of(input));
  }

  /**
   * Lets the kept layers that read this one read a copy. DL4J's activation layers overwrite what
   * they read where it stands in no workspace, and others would then read what they wrote.
   */
  void copyForReaders(String layer) {
    List<List<String>> readers =
        configuration.getVertexInputs().values().stream()
            .filter(inputs -> inputs.contains(layer))
            .toList();
    if (!readers.isEmpty()) {
      String copy = add(COPY, new ScaleVertex(1), List.of(layer));
      readers.forEach(inputs -> inputs.replaceAll(name -> name.equals(layer) ? copy : name));
    }
  }

  /** Builds the network with one output, the weights of what is kept copied. */
  ComputationGraph build(String output) {
    configuration.setNetworkOutputs(new ArrayList<>(List.of(output)));
    configuration.setTopologicalOrder(null);
    configuration.setTopologicalOrderStr(null);
    ComputationGraph edited = new ComputationGraph(configuration);
    edited.init();
    kept.forEach(vertex -> ChannelsFirst.copyParameters(network, edited, vertex));
    return edited;
  }
}
