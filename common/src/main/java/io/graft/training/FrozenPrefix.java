package io.graft.training;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;

/** The frozen layers of a network, taken off a configuration for training. */
final class FrozenPrefix {

  private FrozenPrefix() {}

  /**
   * The configuration of the trained layers alone, whose inputs are the frozen outputs that they
   * read, by the names of the layers. Empty where nothing is frozen, and where a trained layer
   * reads the images too, so that frozen outputs would not do.
   */
  static Optional<ComputationGraphConfiguration> without(ComputationGraphConfiguration whole) {
    Map<String, GraphVertex> vertices = whole.getVertices();
    Set<String> frozen =
        vertices.keySet().stream()
            .filter(name -> FrozenLayers.isFrozen(vertices.get(name)))
            .collect(Collectors.toSet());
    ComputationGraphConfiguration tail = whole.clone();
    tail.getVertices().keySet().removeAll(frozen);
    tail.getVertexInputs().keySet().retainAll(tail.getVertices().keySet());
    Set<String> read = new LinkedHashSet<>();
    tail.getVertexInputs().values().forEach(read::addAll);
    if (frozen.isEmpty() || whole.getNetworkInputs().stream().anyMatch(read::contains)) {
      return Optional.empty();
    }
    read.retainAll(frozen);
    tail.setNetworkInputs(new ArrayList<>(read.stream().sorted().toList()));
    return Optional.of(tail);
  }
}
