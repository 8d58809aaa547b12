package io.graft.bench;

import io.graft.error.UserException;
import io.graft.training.layers.FastLayers;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.transferlearning.TransferLearningHelper;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network with random weights, and a minibatch of noise to train it on over and over. */
record TrainedNetwork(ComputationGraph network, INDArray inputs, INDArray labels) {

  /** Images of a minibatch. */
  static final int BATCH = 8;

  private static final int CLASSES = 1000;

  /** Whose layers train. */
  enum Layers {
    DL4J,
    GRAFT
  }

  static TrainedNetwork of(Network network, TrainedPart part, Layers layers) {
    ComputationGraph built = network.build();
    INDArray images = Nd4j.randn('c', new long[] {BATCH, 3, Network.SIDE, Network.SIDE});
    ComputationGraph trained =
        switch (part) {
          case FULL -> built;
          case UPPER_HALF ->
              new TransferLearning.GraphBuilder(built)
                  .setFeatureExtractor(lowerHalf(network))
                  .build();
          case CACHED -> new TransferLearningHelper(built, lowerHalf(network)).unfrozenGraph();
        };
    INDArray inputs =
        part == TrainedPart.CACHED
            ? built.feedForward(images, false).get(lowerHalf(network)).dup('c')
            : images;
    return new TrainedNetwork(layers == Layers.GRAFT ? fast(trained) : trained, inputs, oneHot());
  }

  /** Its last layer: 6 of 13 blocks, 4 of 8 fire modules, 7 of 16 residual blocks. */
  private static String lowerHalf(Network network) {
    return switch (network) {
      case MOBILENET_QUARTER, MOBILENET -> "conv_pw_6_relu";
      case SQUEEZENET -> "pool5";
      case RESNET -> "res3_4_relu";
    };
  }

  private static ComputationGraph fast(ComputationGraph trained) {
    ComputationGraphConfiguration configuration = FastLayers.substitute(trained.getConfiguration());
    ComputationGraph fast = new ComputationGraph(configuration);
    fast.init(trained.params().dup(), false);
    return fast;
  }

  private static INDArray oneHot() {
    INDArray labels = Nd4j.zeros(BATCH, CLASSES);
    for (int i = 0; i < BATCH; i++) {
      labels.putScalar(i, i, 1);
    }
    return labels;
  }

  /** One step; returns how many images it was. */
  int step() {
    network.fit(new INDArray[] {inputs}, new INDArray[] {labels});
    if (!Double.isFinite(network.score())) {
      throw new UserException("Training diverged: the loss is " + network.score());
    }
    return BATCH;
  }
}
