package io.graft.model;

import io.graft.error.UserException;
import io.graft.onednn.OneDnn;
import java.util.Iterator;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Converts a channels-last (NHWC) network to channels-first (NCHW), the only format in which DL4J's
 * oneDNN layers are right.
 *
 * <p>DL4J writes the format of every layer into the configuration's JSON, so the conversion edits
 * that tree. Convolution weights are stored alike in both formats; only a dense layer behind a
 * flattening one sees its inputs in another order. The result is proved on a random image.
 */
final class ChannelsFirst {

  private static final double ALLOWED_RELATIVE_ERROR = 1e-4;
  private static final Set<String> AXIS_BOUND_VERTICES =
      Set.of("ReshapeVertex", "SubsetVertex", "StackVertex", "UnstackVertex");

  private ChannelsFirst() {}

  /**
   * The same network in NCHW, without the dropout objects of probability one that Keras import
   * leaves on every layer.
   *
   * @param channels of one input image, with its height and width in pixels
   * @throws UserException when a layer can't be converted, with its name, or the network does not
   *     take such images
   */
  static ComputationGraph convert(ComputationGraph source, int channels, int height, int width) {
    JsonNode tree = readTree(source.getConfiguration().toJson());
    boolean channelsLast = tree.toString().contains("\"NHWC\"");
    tree.get("vertices")
        .fields()
        .forEachRemaining(
            vertex -> refuseAxisBound(vertex.getKey(), vertex.getValue(), channelsLast));
    edit(tree, channelsLast);
    ComputationGraph converted =
        new ComputationGraph(ComputationGraphConfiguration.fromJson(tree.toString()));
    converted.init();
    copyParameters(source, converted);
    NetworkShape.of(converted, channels, height, width);
    if (channelsLast) {
      FlattenOrder.reorder(source, converted);
      prove(source, converted, channels, height, width);
    }
    return converted;
  }

  static JsonNode readTree(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("DL4J wrote a configuration that is no JSON", broken);
    }
  }

  private static void refuseAxisBound(String name, JsonNode vertex, boolean channelsLast) {
    String type = vertex.path("@class").asText();
    String simpleName = type.substring(type.lastIndexOf('.') + 1);
    if (channelsLast && AXIS_BOUND_VERTICES.contains(simpleName)) {
      throw new UserException(
          "Layer '%s' (%s) depends on the order of the axes, and can't be converted to channels first. Cut the model before it, or save it again with channels first."
              .formatted(name, simpleName));
    }
  }

  private static void edit(JsonNode node, boolean channelsLast) {
    if (node instanceof ObjectNode object) {
      boolean isDropoutLayer = object.path("@class").asText().endsWith("DropoutLayer");
      if (object.path("idropout").path("p").asDouble() == 1 && !isDropoutLayer) {
        object.putNull("idropout");
      }
      if (channelsLast) {
        reorderAxes(object);
      }
    }
    node.forEach(inner -> edit(inner, channelsLast));
  }

  private static void reorderAxes(ObjectNode object) {
    boolean channelsLastPooling = isChannelsLastPooling(object);
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      JsonNode value = object.get(name);
      if (value.asText().equals("NHWC")) {
        object.put(name, "NCHW");
      } else if (name.equals("mergeAxis") && value.asInt() == 3) {
        object.put(name, 1);
      } else if (name.equals("poolingDimensions") && channelsLastPooling) {
        object.set(name, new ObjectMapper().valueToTree(new int[] {2, 3}));
      }
    }
  }

  private static boolean isChannelsLastPooling(ObjectNode object) {
    return object.path("poolingDimensions") instanceof ArrayNode axes
        && axes.size() == 2
        && axes.get(0).asInt() == 1;
  }

  /** Copies the weights of every vertex; both networks have the same ones. */
  private static void copyParameters(ComputationGraph from, ComputationGraph to) {
    for (GraphVertex vertex : to.getVertices()) {
      copyParameters(from, to, vertex.getVertexName());
    }
  }

  static void copyParameters(ComputationGraph from, ComputationGraph to, String vertex) {
    var copies = to.getVertex(vertex).paramTable(false);
    from.getVertex(vertex)
        .paramTable(false)
        .forEach((key, values) -> copies.get(key).assign(values));
  }

  private static void prove(
      ComputationGraph source, ComputationGraph converted, int channels, int height, int width) {
    try (INDArray image = Nd4j.rand('c', new long[] {1, channels, height, width})) {
      INDArray channelsLast = image.permute(0, 2, 3, 1).dup('c');
      INDArray expected = OneDnn.without(() -> source.outputSingle(channelsLast));
      INDArray found = converted.outputSingle(image);
      double error =
          found.reshape(expected.shape()).sub(expected).norm2Number().doubleValue()
              / Math.max(expected.norm2Number().doubleValue(), 1e-12);
      if (!(error < ALLOWED_RELATIVE_ERROR)) {
        throw new UserException(
            "Converted to channels first, the network answers otherwise (relative error %.1e): one of its layers, such as a softmax over feature maps or a reshape, depends on the order of the axes. Cut the model before it, or save it again with channels first."
                .formatted(error));
      }
    }
  }
}
