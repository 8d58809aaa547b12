package io.graft.training;

import io.graft.error.UserException;
import io.graft.model.NetworkGraph;

/** Layers that settings name. */
final class LayerNames {

  private LayerNames() {}

  /**
   * Where the layer stands in the network's order.
   *
   * @param setting that names it, for the message
   * @throws UserException when the network has none of that name, or it is the output
   */
  static int position(NetworkGraph graph, String layer, String setting) {
    int position = graph.order().indexOf(layer);
    if (position < 0 || layer.equals(graph.output())) {
      throw new UserException(
          "%s: the network has no layer '%s' before its output. The command layers lists the names."
              .formatted(setting, layer));
    }
    return position;
  }
}
