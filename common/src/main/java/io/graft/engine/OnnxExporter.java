package io.graft.engine;

import io.graft.error.UserException;
import io.graft.image.Preprocessing;
import io.graft.model.Cut;
import io.graft.model.NetworkGraph;
import io.graft.model.NetworkShape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/**
 * Writes a frozen channels-first DL4J network, up to its cuts, as an ONNX model with batch norm
 * folded into the convolutions before it.
 */
public final class OnnxExporter {

  /** The name of the model's input: {@code [batch, channels, height, width]}. */
  public static final String INPUT = "images";

  private final ComputationGraph network;
  private final NetworkGraph graph;
  private final NetworkShape shape;
  private final OnnxGraph onnx = new OnnxGraph();
  private final Map<String, String> tensorByVertex = new HashMap<>();

  private OnnxExporter(ComputationGraph network, NetworkShape shape) {
    this.network = network;
    this.graph = new NetworkGraph(network);
    this.shape = shape;
  }

  /**
   * Exports the network up to the cuts. The outputs are named {@code features_0}, {@code
   * features_1}, … in the order of the cuts, each {@code [batch, features]}.
   *
   * @throws UserException when a layer below a cut has no ONNX form in Graft, with its name
   */
  public static byte[] export(
      ComputationGraph network, Preprocessing preprocessing, List<Cut> cuts) {
    NetworkShape shape = NetworkShape.of(network, preprocessing);
    OnnxExporter exporter = new OnnxExporter(network, shape);
    return exporter.export(preprocessing, cuts);
  }

  static String outputName(int cut) {
    return "features_" + cut;
  }

  private byte[] export(Preprocessing preprocessing, List<Cut> cuts) {
    tensorByVertex.put(
        graph.input(),
        onnx.input(
            INPUT,
            preprocessing.channelOrder().channels(),
            preprocessing.height(),
            preprocessing.width()));
    Set<String> needed = new HashSet<>();
    Set<String> cutLayers = new HashSet<>();
    for (Cut cut : cuts) {
      needed.addAll(graph.upTo(cut.layer()));
      cutLayers.add(cut.layer());
    }
    for (String vertex : graph.order()) {
      if (needed.contains(vertex) && !tensorByVertex.containsKey(vertex)) {
        write(vertex, cutLayers);
      }
    }
    for (int i = 0; i < cuts.size(); i++) {
      output(outputName(i), cuts.get(i));
    }
    return onnx.toBytes();
  }

  private void write(String vertex, Set<String> cutLayers) {
    List<String> inputs = graph.inputs(vertex).stream().map(tensorByVertex::get).toList();
    if (!(graph.vertex(vertex) instanceof LayerVertex layerVertex)) {
      tensorByVertex.put(vertex, OnnxVertices.write(onnx, vertex, graph.vertex(vertex), inputs));
      return;
    }
    OnnxLayers layers =
        new OnnxLayers(onnx, network.getLayer(vertex), shape.at(graph.inputs(vertex).get(0)));
    String input = flatten(onnx, vertex, layerVertex.getPreProcessor(), inputs.get(0));
    Optional<String> batchNorm = foldableBatchNorm(vertex, cutLayers);
    if (batchNorm.isPresent()) {
      FoldedBatchNorm folded = FoldedBatchNorm.of(network.getLayer(batchNorm.get()));
      tensorByVertex.put(batchNorm.get(), layers.convolution(input, folded));
    } else {
      tensorByVertex.put(vertex, layers.write(vertex, input));
    }
  }

  /** The batch norm that alone reads a convolution's raw output, so that both are one. */
  private Optional<String> foldableBatchNorm(String vertex, Set<String> cutLayers) {
    boolean rawConvolution =
        graph.layer(vertex).orElseThrow() instanceof ConvolutionLayer convolution
            && convolution.getActivationFn() instanceof ActivationIdentity
            && OnnxLayers.isSupported(convolution);
    if (!rawConvolution || cutLayers.contains(vertex) || graph.consumers(vertex).size() != 1) {
      return Optional.empty();
    }
    String consumer = graph.consumers(vertex).get(0);
    return graph
        .layer(consumer)
        .filter(BatchNormalization.class::isInstance)
        .map(batchNorm -> consumer);
  }

  private void output(String name, Cut cut) {
    String tensor = tensorByVertex.get(cut.layer());
    long width = shape.width(cut.layer(), cut.pooling());
    if (shape.isSpatial(cut.layer())) {
      tensor =
          onnx.node(
              "Flatten",
              List.of(OnnxPooling.ofCut(onnx, cut, shape.at(cut.layer()), tensor)),
              OnnxGraph.integerAttribute("axis", 1));
    }
    onnx.output(name, tensor, width);
  }

  static String flatten(
      OnnxGraph onnx, String vertex, InputPreProcessor preProcessor, String input) {
    if (preProcessor == null) {
      return input;
    }
    if (preProcessor instanceof CnnToFeedForwardPreProcessor) {
      return onnx.node("Flatten", List.of(input), OnnxGraph.integerAttribute("axis", 1));
    }
    if (preProcessor instanceof FeedForwardToCnnPreProcessor unflatten) {
      String target =
          onnx.integers(
              -1,
              unflatten.getNumChannels(),
              unflatten.getInputHeight(),
              unflatten.getInputWidth());
      return onnx.node("Reshape", List.of(input, target));
    }
    throw unsupported(vertex, preProcessor);
  }

  static UserException unsupported(String vertex, Object part) {
    return new UserException(
        "Layer '%s' (%s) has no ONNX form in Graft: cut the network before it, or use --engine dl4j."
            .formatted(vertex, part.getClass().getSimpleName()));
  }
}
