package io.graft.bench;

import io.graft.training.HeWeights;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * SqueezeNet 1.1 with random weights (Iandola et al. 2016, and its authors' release 1.1): 0.7 GFLOP
 * an image of 224 x 224.
 */
final class SqueezeNetBuilder {

  /** Outputs of the squeezing convolution of fire2 to fire9; each expanding one has four times. */
  private static final int[] SQUEEZED = {16, 16, 32, 32, 48, 48, 64, 64};

  private final GraphBuilder graph =
      new NeuralNetConfiguration.Builder()
          .activation(Activation.IDENTITY)
          .graphBuilder()
          .addInputs("images")
          .setInputTypes(InputType.convolutional(224, 224, 3));

  private SqueezeNetBuilder() {}

  static ComputationGraph build() {
    return new SqueezeNetBuilder().network();
  }

  private ComputationGraph network() {
    String last = pool("pool1", convolution("conv1", 3, 2, 64, "images"));
    for (int i = 0; i < SQUEEZED.length; i++) {
      last = fire("fire" + (i + 2), SQUEEZED[i], last);
      if (i == 1 || i == 3) {
        last = pool("pool" + (i + 2), last);
      }
    }
    last = convolution("conv10", 1, 1, 1000, last);
    last = add("pool10", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
    last = add("predictions", classifier(), last);
    ComputationGraph network = new ComputationGraph(graph.setOutputs(last).build());
    network.init();
    HeWeights.fill(network, 1);
    return network;
  }

  private String fire(String name, int squeezed, String input) {
    String squeeze = convolution(name + "_squeeze", 1, 1, squeezed, input);
    String small = convolution(name + "_expand1", 1, 1, 4 * squeezed, squeeze);
    String large = convolution(name + "_expand3", 3, 1, 4 * squeezed, squeeze);
    graph.addVertex(name, new MergeVertex(), small, large);
    return name;
  }

  private String convolution(String name, int kernel, int stride, int outputs, String input) {
    Layer convolution =
        new ConvolutionLayer.Builder(kernel, kernel)
            .stride(stride, stride)
            .nOut(outputs)
            .convolutionMode(ConvolutionMode.Same)
            .build();
    return add(name + "_relu", new ActivationLayer(Activation.RELU), add(name, convolution, input));
  }

  private String pool(String name, String input) {
    return add(
        name,
        new SubsamplingLayer.Builder(
                SubsamplingLayer.PoolingType.MAX, new int[] {3, 3}, new int[] {2, 2})
            .build(),
        input);
  }

  private String add(String name, Layer layer, String input) {
    graph.addLayer(name, layer, input);
    return name;
  }

  private static Layer classifier() {
    return new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build();
  }
}
