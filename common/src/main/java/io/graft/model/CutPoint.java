package io.graft.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A layer where the network can be cut, because a single tensor crosses there.
 *
 * @param layer the layer's name
 * @param type the layer's type, such as {@code ConvolutionLayer}
 * @param outputShape {@code [channels, height, width]} or {@code [features]}
 * @param pooledWidth how many features an image gives after global average pooling
 * @param parameters parameters up to and including the layer
 * @param megaFlops 10^6 floating-point operations for one image up to there; a multiply-add is two,
 *     and only convolutions and dense layers count
 */
public record CutPoint(
    String layer,
    String type,
    List<Long> outputShape,
    int pooledWidth,
    long parameters,
    double megaFlops) {

  /** Every cut point of the network, from input to output. */
  public static List<CutPoint> of(ComputationGraph network, NetworkShape shape) {
    NetworkGraph graph = new NetworkGraph(network);
    LayerCost cost = new LayerCost(graph, shape);
    List<CutPoint> points = new ArrayList<>();
    for (String vertex : graph.order()) {
      if (graph.isCutPoint(vertex)) {
        Set<String> below = graph.upTo(vertex);
        points.add(
            new CutPoint(
                vertex,
                typeOf(graph, vertex),
                java.util.Arrays.stream(shape.at(vertex)).boxed().toList(),
                shape.width(vertex, Pooling.AVERAGE),
                below.stream().mapToLong(name -> network.getVertex(name).numParams()).sum(),
                below.stream().mapToDouble(cost::flops).sum() / 1e6));
      }
    }
    return points;
  }

  private static String typeOf(NetworkGraph graph, String vertex) {
    return graph
        .layer(vertex)
        .<Object>map(layer -> layer)
        .orElseGet(() -> graph.vertex(vertex))
        .getClass()
        .getSimpleName();
  }
}
