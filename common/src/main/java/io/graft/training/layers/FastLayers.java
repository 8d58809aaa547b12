package io.graft.training.layers;

import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Puts Graft's own layers in the place of DL4J's where they are exact and faster (see {@code
 * docs/decisions/0013-own-training-layers.md}). Each stands on DL4J's, and leaves to it whatever it
 * does not cover: inference, other number types than float, other layouts than [batch, channels,
 * height, width].
 */
public final class FastLayers {

  private static final Map<String, Class<?>> OWN =
      Map.of(
          ConvolutionLayer.class.getName(), FastConvolution.class,
          DepthwiseConvolution2D.class.getName(), FastDepthwiseConvolution.class,
          BatchNormalization.class.getName(), FastBatchNormalization.class,
          ActivationLayer.class.getName(), FastActivation.class);

  private FastLayers() {}

  /**
   * The same network with Graft's layers; the given one stays as it is. Parameters have the same
   * order and shapes, so that one flat vector of them fits both. Frozen layers are left alone.
   */
  public static ComputationGraphConfiguration substitute(ComputationGraphConfiguration stock) {
    JsonNode network = parse(stock.toJson());
    GraphReading graph = new GraphReading(network);
    graph
        .layers()
        .forEach(
            (name, layer) -> {
              Class<?> own = OWN.get(layer.path("@class").asText());
              if (own != null && isCovered(own, name, graph)) {
                layer.put("@class", own.getName());
              }
            });
    ComputationGraphConfiguration own = ComputationGraphConfiguration.fromJson(network.toString());
    copyFormOfVariance(stock, own);
    return own;
  }

  /** DL4J forgets it on reading the JSON of a network that was never initialised. */
  private static void copyFormOfVariance(
      ComputationGraphConfiguration stock, ComputationGraphConfiguration own) {
    own.getVertices()
        .forEach(
            (name, vertex) -> {
              if (layer(vertex) instanceof BatchNormalization copy
                  && layer(stock.getVertices().get(name)) instanceof BatchNormalization original) {
                copy.setUseLogStd(original.isUseLogStd());
              }
            });
  }

  private static Layer layer(GraphVertex vertex) {
    return vertex instanceof LayerVertex layer ? layer.getLayerConf().getLayer() : null;
  }

  private static boolean isCovered(Class<?> own, String name, GraphReading graph) {
    return own == FastActivation.class
        || own == FastBatchNormalization.class
        || graph.keepsOutput(name);
  }

  private static JsonNode parse(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("DL4J wrote a configuration that is no JSON", broken);
    }
  }
}
