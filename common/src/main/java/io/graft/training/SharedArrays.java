package io.graft.training;

import io.graft.model.NetworkGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;

/**
 * Arrays that several layers read in a training step. Some of DL4J's layers write on what they
 * read, and others would then see, or be trained on, what they wrote: activation layers that are
 * frozen, and any dropout, which takes only the forward pass of the others into account.
 */
final class SharedArrays {

  private static final String COPY = "graft_copy_for_";

  private SharedArrays() {}

  /**
   * Lets the layers that write read a copy of their own.
   *
   * @param graph of the configuration as it is before
   * @param frozen layers, which are not yet wrapped
   */
  static void protect(
      ComputationGraphConfiguration configuration, NetworkGraph graph, Set<String> frozen) {
    Map<String, List<String>> inputs = configuration.getVertexInputs();
    for (String name : graph.order()) {
      if (isWriter(graph, name, frozen) && isShared(graph, graph.inputs(name).get(0))) {
        GraphVertex copy = new ScaleVertex(1);
        String copyName = COPY + name;
        configuration
            .getVertices()
            .put(copyName, frozen.contains(name) ? new FrozenVertex(copy) : copy);
        inputs.put(copyName, new ArrayList<>(inputs.get(name)));
        inputs.put(name, new ArrayList<>(List.of(copyName)));
      }
    }
  }

  private static boolean isWriter(NetworkGraph graph, String name, Set<String> frozen) {
    Layer layer = graph.layer(name).orElse(null);
    if (layer == null) {
      return false;
    }
    // A frozen dropout layer hands on what it reads to a layer that may write.
    return frozen.contains(name)
        ? layer instanceof ActivationLayer || layer instanceof DropoutLayer
        : layer.getIDropout() != null;
  }

  private static boolean isShared(NetworkGraph graph, String vertex) {
    return vertex.equals(graph.input()) || graph.consumers(vertex).size() > 1;
  }
}
