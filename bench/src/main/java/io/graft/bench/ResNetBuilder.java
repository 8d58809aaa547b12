package io.graft.bench;

import io.graft.training.HeWeights;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * ResNet-50 v1 with random weights (He et al. 2016, table 1; strides in the first 1 x 1 convolution
 * of a block): 7.7 GFLOP an image of 224 x 224. DL4J's zoo has a smaller network of that name.
 */
final class ResNetBuilder {

  private static final int[] BLOCKS_BY_STAGE = {3, 4, 6, 3};
  private static final int WIDENING = 4;

  /** Of a residual branch, so that the sum of 16 of them stays small. */
  private static final double BRANCH_GAMMA = 0.25;

  private final GraphBuilder graph =
      new NeuralNetConfiguration.Builder()
          .activation(Activation.IDENTITY)
          .graphBuilder()
          .addInputs("images")
          .setInputTypes(InputType.convolutional(224, 224, 3));

  private ResNetBuilder() {}

  static ComputationGraph build() {
    return new ResNetBuilder().network();
  }

  private ComputationGraph network() {
    String last = relu("conv1", normalized("conv1", 7, 2, 64, "images"));
    last = add("pool1", maxPooling(), last);
    for (int stage = 0; stage < BLOCKS_BY_STAGE.length; stage++) {
      for (int block = 0; block < BLOCKS_BY_STAGE[stage]; block++) {
        last = block("res%d_%d".formatted(stage + 2, block + 1), stage, block, last);
      }
    }
    last = add("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
    last = add("predictions", classifier(), last);
    ComputationGraph network = new ComputationGraph(graph.setOutputs(last).build());
    network.init();
    HeWeights.fill(network, 1);
    for (var layer : network.getLayers()) {
      if (layer.conf().getLayer().getLayerName().endsWith("_c_bn")) {
        layer.getParam("gamma").assign(BRANCH_GAMMA);
      }
    }
    return network;
  }

  private String block(String name, int stage, int block, String input) {
    int width = 64 << stage;
    int stride = block == 0 && stage > 0 ? 2 : 1;
    String branch = relu(name + "_a", normalized(name + "_a", 1, stride, width, input));
    branch = relu(name + "_b", normalized(name + "_b", 3, 1, width, branch));
    branch = normalized(name + "_c", 1, 1, WIDENING * width, branch);
    String shortcut =
        block == 0 ? normalized(name + "_shortcut", 1, stride, WIDENING * width, input) : input;
    graph.addVertex(
        name + "_sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), branch, shortcut);
    return relu(name, name + "_sum");
  }

  private String normalized(String name, int kernel, int stride, int outputs, String input) {
    Layer convolution =
        new ConvolutionLayer.Builder(kernel, kernel)
            .stride(stride, stride)
            .nOut(outputs)
            .convolutionMode(ConvolutionMode.Same)
            .hasBias(false)
            .build();
    return add(name + "_bn", new BatchNormalization(), add(name, convolution, input));
  }

  private String relu(String name, String input) {
    return add(name + "_relu", new ActivationLayer(Activation.RELU), input);
  }

  private String add(String name, Layer layer, String input) {
    graph.addLayer(name, layer, input);
    return name;
  }

  private static Layer maxPooling() {
    return new SubsamplingLayer.Builder(
            SubsamplingLayer.PoolingType.MAX, new int[] {3, 3}, new int[] {2, 2})
        .convolutionMode(ConvolutionMode.Same)
        .build();
  }

  private static Layer classifier() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(1000)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
