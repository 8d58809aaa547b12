package io.graft.training;

import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;

/**
 * Layers that stay as they are in training, with DL4J's own wrappers: they run as in inference,
 * batch norm by its stored statistics, and nothing is propagated back into them.
 */
final class FrozenLayers {

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
  static void freeze(ComputationGraphConfiguration configuration, Set<String> frozen) {
    configuration
        .getVertices()
        .replaceAll((name, vertex) -> frozen.contains(name) ? frozen(vertex) : vertex);
  }

  static boolean isFrozen(GraphVertex vertex) {
    return vertex instanceof FrozenVertex
        || vertex instanceof LayerVertex layer
            && layer.getLayerConf().getLayer() instanceof FrozenLayer;
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
}
