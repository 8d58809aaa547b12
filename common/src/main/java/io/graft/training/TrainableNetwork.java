package io.graft.training;

import io.graft.config.FineTuneConfig;
import io.graft.error.UserException;
import io.graft.model.NetworkGraph;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * A grafted network made ready for training: optimiser, rates, weight decay, frozen layers and loss
 * are in its configuration, and its weights in its state.
 */
public final class TrainableNetwork {

  private final ComputationGraph plain;
  private final String json;
  private final boolean hasFrozenLayers;

  private TrainableNetwork(ComputationGraph plain, String json, boolean hasFrozenLayers) {
    this.plain = plain;
    this.json = json;
    this.hasFrozenLayers = hasFrozenLayers;
  }

  /**
   * Makes a network ready; it is left as it is itself.
   *
   * @param grafted the backbone with its new head, channels first
   * @param stepsPerEpoch steps that all workers take side by side in an epoch
   * @param classWeights of each class in the loss
   * @throws UserException when the settings name a layer that the network doesn't have
   */
  public static TrainableNetwork of(
      ComputationGraph grafted, FineTuneConfig config, int stepsPerEpoch, double[] classWeights) {
    ComputationGraph plain = thawed(grafted);
    NetworkGraph graph = new NetworkGraph(plain);
    Set<String> frozen = config.freezeUntil().map(layer -> upTo(graph, layer)).orElseGet(Set::of);
    LayerOptimizers optimizers = new LayerOptimizers(config, stepsPerEpoch, graph, frozen);
    ComputationGraphConfiguration training = plain.getConfiguration().clone();
    training
        .getVertices()
        .forEach(
            (name, vertex) -> {
              if (vertex instanceof LayerVertex layerVertex) {
                Layer layer = layerVertex.getLayerConf().getLayer();
                optimizers.apply(name, layer);
                weigh(layer, classWeights);
              }
            });
    SharedArrays.protect(training, graph, frozen);
    FrozenLayers.freeze(training, frozen);
    prepare(training);
    return new TrainableNetwork(plain, training.toJson(), !frozen.isEmpty());
  }

  private static ComputationGraph thawed(ComputationGraph grafted) {
    ComputationGraphConfiguration configuration = grafted.getConfiguration().clone();
    FrozenLayers.thaw(configuration);
    return withParameters(configuration, grafted);
  }

  private static Set<String> upTo(NetworkGraph graph, String layer) {
    LayerNames.position(graph, layer, "fine-tune.freeze-until");
    return graph.upTo(layer);
  }

  private static void weigh(Layer layer, double[] classWeights) {
    boolean allTheSame = Arrays.stream(classWeights).allMatch(weight -> weight == 1);
    if (layer instanceof BaseOutputLayer output && !allTheSame) {
      INDArray weights = Nd4j.createFromArray(new double[][] {classWeights});
      output.setLossFn(new LossMCXENT(weights.castTo(DataType.FLOAT)));
    }
  }

  private static void prepare(ComputationGraphConfiguration configuration) {
    configuration.setTrainingWorkspaceMode(WorkspaceMode.ENABLED);
    configuration.setInferenceWorkspaceMode(WorkspaceMode.ENABLED);
    configuration.setBackpropType(BackpropType.Standard);
    configuration.setIterationCount(0);
    configuration.setEpochCount(0);
    configuration.setTopologicalOrder(null);
    configuration.setTopologicalOrderStr(null);
  }

  /**
   * The layers that are trained, without the frozen ones: fed with the outputs of these that they
   * read, they are trained to the same, and give the whole network again. Empty where nothing is
   * frozen, and where a trained layer reads the images themselves.
   */
  public Optional<TrainableNetwork> tail() {
    return FrozenPrefix.without(configuration())
        .map(tail -> new TrainableNetwork(plain, tail.toJson(), hasFrozenLayers));
  }

  /** The names of what it reads: the images, or in a tail the layers whose outputs it is fed. */
  public List<String> inputs() {
    return configuration().getNetworkInputs();
  }

  /** The network as it was grafted, for inference. */
  public ComputationGraph grafted() {
    return plain;
  }

  /** DL4J's configuration for training. */
  public String json() {
    return json;
  }

  /** What training starts from: the network's weights, and an optimiser that has seen nothing. */
  public NetworkState start() {
    ComputationGraph network = withParameters(configuration(), plain);
    try {
      return NetworkArrays.state(network);
    } finally {
      network.close();
    }
  }

  /**
   * The same with random weights (He et al., 2015).
   *
   * @throws UserException when layers are frozen: they would stay random
   */
  public TrainableNetwork randomised(long seed) {
    if (hasFrozenLayers) {
      throw new UserException(
          "fine-tune.freeze-until freezes layers that random weights would leave useless. Leave it out, or train from pretrained weights.");
    }
    return new TrainableNetwork(HeWeights.randomised(plain, seed), json, false);
  }

  /** The network as training left it, for inference: without optimiser and frozen wrappers. */
  public ComputationGraph trained(NetworkState state) {
    ComputationGraph network = new ComputationGraph(configuration());
    network.init();
    NetworkArrays.restore(network, state);
    try {
      ComputationGraph trained = withParameters(plain.getConfiguration().clone(), plain);
      copyParameters(network, trained);
      return trained;
    } finally {
      network.close();
    }
  }

  private ComputationGraphConfiguration configuration() {
    return ComputationGraphConfiguration.fromJson(json);
  }

  private static ComputationGraph withParameters(
      ComputationGraphConfiguration configuration, ComputationGraph source) {
    ComputationGraph network = new ComputationGraph(configuration);
    network.init();
    copyParameters(source, network);
    return network;
  }

  /**
   * Those of the layers that both have, by their names: the order of two networks may differ, and a
   * tail's inputs have names of layers.
   */
  private static void copyParameters(ComputationGraph from, ComputationGraph to) {
    for (var vertex : from.getVertices()) {
      var copies = to.getVertex(vertex.getVertexName());
      if (copies != null && !copies.isInputVertex()) {
        vertex
            .paramTable(false)
            .forEach((name, values) -> copies.paramTable(false).get(name).assign(values));
      }
    }
  }
}
