package io.graft.model;

import io.graft.error.UserException;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A flattening of {@code [height, width, channels]} becomes one of {@code [channels, height,
 * width]}: the rows of the dense layer behind it are put into that order.
 */
final class FlattenOrder {

  private FlattenOrder() {}

  static void reorder(ComputationGraph source, ComputationGraph converted) {
    NetworkGraph graph = new NetworkGraph(source);
    for (String vertex : graph.order()) {
      if (preProcessor(graph, vertex) instanceof CnnToFeedForwardPreProcessor flatten
          && flatten.getFormat() == CNN2DFormat.NHWC) {
        if (graph.vertex(vertex) instanceof LayerVertex) {
          reorderDense(graph, vertex, flatten, converted);
        } else {
          reorderConsumers(graph, vertex, flatten, converted);
        }
      }
    }
  }

  private static InputPreProcessor preProcessor(NetworkGraph graph, String vertex) {
    if (graph.vertex(vertex) instanceof LayerVertex layer) {
      return layer.getPreProcessor();
    }
    return graph.vertex(vertex) instanceof PreprocessorVertex flatten
        ? flatten.getPreProcessor()
        : null;
  }

  private static void reorderConsumers(
      NetworkGraph graph,
      String vertex,
      CnnToFeedForwardPreProcessor flatten,
      ComputationGraph converted) {
    graph.consumers(vertex).forEach(consumer -> reorderDense(graph, consumer, flatten, converted));
  }

  private static void reorderDense(
      NetworkGraph graph,
      String vertex,
      CnnToFeedForwardPreProcessor flatten,
      ComputationGraph converted) {
    Layer layer = graph.layer(vertex).orElse(null);
    if (layer instanceof DropoutLayer || layer instanceof ActivationLayer) {
      reorderConsumers(graph, vertex, flatten, converted);
      return;
    }
    if (!(layer instanceof DenseLayer) && !(layer instanceof BaseOutputLayer)) {
      throw new UserException(
          "Layer '%s' reads flattened feature maps and is no dense layer: it can't be converted to channels first. Cut the model before it."
              .formatted(vertex));
    }
    INDArray weights = converted.getLayer(vertex).getParam("W");
    long height = flatten.getInputHeight();
    long width = flatten.getInputWidth();
    long channels = flatten.getNumChannels();
    long outputs = weights.size(1);
    INDArray reordered =
        weights
            .dup('c')
            .reshape('c', height, width, channels, outputs)
            .permute(2, 0, 1, 3)
            .dup('c')
            .reshape('c', height * width * channels, outputs);
    weights.assign(reordered);
  }
}
