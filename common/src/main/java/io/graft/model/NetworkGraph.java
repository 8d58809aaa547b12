package io.graft.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The structure of a network with one input and one output: who feeds whom, in which order. */
public final class NetworkGraph {

  private final ComputationGraphConfiguration configuration;
  private final List<String> order;
  private final Map<String, List<String>> consumers = new LinkedHashMap<>();
  private final Set<String> towardsOutput;

  public NetworkGraph(ComputationGraph network) {
    this.configuration = network.getConfiguration();
    this.order = new ArrayList<>(configuration.getVertices().size());
    for (var vertex : network.topologicalSortOrder()) {
      String name = network.getVertices()[vertex].getVertexName();
      if (!name.equals(input())) {
        order.add(name);
      }
    }
    this.towardsOutput = upTo(output());
    for (String vertex : order) {
      for (String source : inputs(vertex)) {
        consumers.computeIfAbsent(source, any -> new ArrayList<>()).add(vertex);
      }
    }
  }

  public String input() {
    return configuration.getNetworkInputs().get(0);
  }

  public String output() {
    return configuration.getNetworkOutputs().get(0);
  }

  /** All vertices but the input, sources before their consumers. */
  public List<String> order() {
    return order;
  }

  public List<String> inputs(String vertex) {
    return configuration.getVertexInputs().getOrDefault(vertex, List.of());
  }

  public List<String> consumers(String vertex) {
    return consumers.getOrDefault(vertex, List.of());
  }

  public GraphVertex vertex(String name) {
    return configuration.getVertices().get(name);
  }

  /** The layer of a layer vertex, unfrozen; empty for a vertex that only combines tensors. */
  public Optional<Layer> layer(String name) {
    if (!(vertex(name) instanceof LayerVertex layerVertex)) {
      return Optional.empty();
    }
    Layer layer = layerVertex.getLayerConf().getLayer();
    return Optional.of(layer instanceof FrozenLayer frozen ? frozen.getLayer() : layer);
  }

  /** The vertex and everything that it is computed from, the network's input left out. */
  public Set<String> upTo(String vertex) {
    Set<String> reached = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(vertex));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (!next.equals(input()) && reached.add(next)) {
        open.addAll(inputs(next));
      }
    }
    return reached;
  }

  /**
   * Whether a single tensor crosses behind the vertex: no path from input to output goes around it.
   */
  public boolean isCutPoint(String vertex) {
    if (!towardsOutput.contains(vertex)) {
      return false;
    }
    Set<String> below = upTo(vertex);
    return Stream.concat(Stream.of(input()), below.stream())
        .filter(name -> !name.equals(vertex))
        .flatMap(name -> consumers(name).stream())
        .filter(towardsOutput::contains)
        .allMatch(below::contains);
  }

  /**
   * The default cut: the last cut point before the classifier, which is the last layer with
   * parameters. Dropout does nothing in a frozen network and is passed over, as are the hidden
   * layers of a grafted head.
   */
  public String beforeClassifier(ComputationGraph network) {
    for (int i = order.size() - 1; i >= 0; i--) {
      if (network.getVertex(order.get(i)).numParams() > 0) {
        String cut = inputs(order.get(i)).get(0);
        while (cut.startsWith(NetworkCutter.HIDDEN_LAYER)
            || layer(cut).orElse(null) instanceof DropoutLayer) {
          cut = inputs(cut).get(0);
        }
        return cut;
      }
    }
    throw new IllegalStateException("A network without parameters has no classifier");
  }
}
