package io.graft.model;

import io.graft.image.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Graph surgery: cuts a network, pools its features and grafts a new head onto it. */
public final class NetworkCutter {

  /** The name of the layer that pools a spatial cut of a bundle's network. */
  public static final String POOLING_LAYER = "graft_pooling";

  /** The name of the grafted output layer. */
  public static final String HEAD_LAYER = "graft_head";

  private final ComputationGraph network;
  private final NetworkShape shape;
  private final ComputationGraphConfiguration configuration;
  private final Set<String> kept;

  private NetworkCutter(ComputationGraph network, NetworkShape shape, String cutLayer) {
    this.network = network;
    this.shape = shape;
    this.configuration = network.getConfiguration().clone();
    this.kept = new NetworkGraph(network).upTo(cutLayer);
    configuration.getVertices().keySet().retainAll(kept);
    configuration.getVertexInputs().keySet().retainAll(kept);
  }

  /**
   * The frozen network up to the cut, pooled as the cut says; a spatial cut without pooling keeps
   * its shape. The weights are copied.
   */
  public static ComputationGraph features(
      ComputationGraph network, Cut cut, Preprocessing preprocessing) {
    NetworkCutter cutter =
        new NetworkCutter(network, NetworkShape.of(network, preprocessing), cut.layer());
    return cutter.build(cutter.pool(cut));
  }

  /** The network up to the cut with a new output layer: backbone and head in one. */
  public static ComputationGraph withHead(
      ComputationGraph network, Cut cut, Preprocessing preprocessing, LinearHead head) {
    NetworkCutter cutter =
        new NetworkCutter(network, NetworkShape.of(network, preprocessing), cut.layer());
    String features = cutter.pool(cut);
    cutter.addHead(features, cut, head);
    ComputationGraph grafted = cutter.build(HEAD_LAYER);
    try (INDArray weights = Nd4j.createFromArray(head.weights());
        INDArray biases = Nd4j.createFromArray(head.biases())) {
      grafted.getLayer(HEAD_LAYER).getParam("W").assign(weights.transpose());
      grafted.getLayer(HEAD_LAYER).getParam("b").assign(biases.reshape(1, biases.length()));
    }
    return grafted;
  }

  private String pool(Cut cut) {
    if (!shape.isSpatial(cut.layer()) || cut.pooling() == Pooling.NONE) {
      return cut.layer();
    }
    add(POOLING_LAYER, new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), cut.layer(), null);
    return POOLING_LAYER;
  }

  private void addHead(String features, Cut cut, LinearHead head) {
    OutputLayer layer =
        new OutputLayer.Builder(LossFunction.MCXENT)
            .activation(Activation.SOFTMAX)
            .nIn(head.features())
            .nOut(head.classes())
            .build();
    long[] featureShape = shape.at(cut.layer());
    boolean flatten = features.equals(cut.layer()) && featureShape.length == 3;
    add(
        HEAD_LAYER,
        layer,
        features,
        flatten
            ? new CnnToFeedForwardPreProcessor(featureShape[1], featureShape[2], featureShape[0])
            : null);
  }

  private void add(
      String name, Layer layer, String input, CnnToFeedForwardPreProcessor preProcessor) {
    layer.setLayerName(name);
    NeuralNetConfiguration layerConfiguration =
        new NeuralNetConfiguration.Builder().layer(layer).build();
    configuration.getVertices().put(name, new LayerVertex(layerConfiguration, preProcessor));
    configuration.getVertexInputs().put(name, List.of(input));
  }

  private ComputationGraph build(String output) {
    configuration.setNetworkOutputs(new ArrayList<>(List.of(output)));
    configuration.setTopologicalOrder(null);
    configuration.setTopologicalOrderStr(null);
    ComputationGraph cut = new ComputationGraph(configuration);
    cut.init();
    kept.forEach(vertex -> ChannelsFirst.copyParameters(network, cut, vertex));
    return cut;
  }
}
