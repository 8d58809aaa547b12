package io.graft.training;

import io.graft.model.NetworkGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;

/**
 * Layers that stay as they are in training, with DL4J's own wrappers: they run as in inference,
 * batch norm by its stored statistics, and nothing is propagated back into them.
 */
final class FrozenLayers {

  private static final String COPY = "graft_frozen_copy_";

  private FrozenLayers() {}

  /** Takes off the wrappers that a network came with. */
  static void thaw(ComputationGraphConfiguration configuration) {
    configuration.getVertices().replaceAll((name, vertex) -> thawed(vertex));
  }

  private static GraphVertex thawed(GraphVertex vertex) {
    if (vertex instanceof FrozenVertex frozen) {
      return thawed(frozen.getUnderlying());
    }
    if (vertex instanceof LayerVertex layer) {
      layer.getLayerConf().setLayer(thawed(layer.getLayerConf().getLayer()));
    }
    return vertex;
  }

  private static Layer thawed(Layer layer) {
    if (layer instanceof FrozenLayer frozen) {
      return thawed(frozen.getLayer());
    }
    return layer instanceof FrozenLayerWithBackprop frozen ? thawed(frozen.getUnderlying()) : layer;
  }

  /**
   * Freezes vertices.
   *
   * @param frozen with all that they are computed from
   */
  static void freeze(
      ComputationGraphConfiguration configuration, NetworkGraph graph, Set<String> frozen) {
    Map<String, GraphVertex> vertices = configuration.getVertices();
    for (String name : graph.order()) {
      if (frozen.contains(name)) {
        if (overwritesForOthers(graph, name)) {
          readCopy(configuration, name);
        }
        vertices.put(name, frozen(vertices.get(name)));
      }
    }
  }

  private static GraphVertex frozen(GraphVertex vertex) {
    if (!(vertex instanceof LayerVertex layerVertex)) {
      return new FrozenVertex(vertex);
    }
    NeuralNetConfiguration layer = layerVertex.getLayerConf();
    FrozenLayer wrapper = new FrozenLayer(layer.getLayer());
    wrapper.setLayerName(layer.getLayer().getLayerName());
    layer.setLayer(wrapper);
    return layerVertex;
  }

  /**
   * In inference, which is how frozen layers run, DL4J's activation and dropout layers write on, or
   * hand on, the very array that they read; in a training step others still read it.
   */
  private static boolean overwritesForOthers(NetworkGraph graph, String name) {
    Layer layer = graph.layer(name).orElse(null);
    if (!(layer instanceof ActivationLayer || layer instanceof DropoutLayer)) {
      return false;
    }
    String source = graph.inputs(name).get(0);
    return source.equals(graph.input()) || graph.consumers(source).size() > 1;
  }

  private static void readCopy(ComputationGraphConfiguration configuration, String reader) {
    Map<String, List<String>> inputs = configuration.getVertexInputs();
    String copy = COPY + reader;
    configuration.getVertices().put(copy, new FrozenVertex(new ScaleVertex(1)));
    inputs.put(copy, new ArrayList<>(inputs.get(reader)));
    inputs.put(reader, new ArrayList<>(List.of(copy)));
  }
}
