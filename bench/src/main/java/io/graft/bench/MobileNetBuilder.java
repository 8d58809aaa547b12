package io.graft.bench;

import io.graft.training.HeWeights;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * MobileNet v1 with random weights (Howard et al. 2017, table 1): at full width 1.1 GFLOP an image
 * of 224 x 224.
 */
final class MobileNetBuilder {

  /** Outputs and stride of the 13 separable convolutions. */
  private static final int[][] BLOCKS = {
    {64, 1}, {128, 2}, {128, 1}, {256, 2}, {256, 1}, {512, 2}, {512, 1}, {512, 1}, {512, 1},
    {512, 1}, {512, 1}, {1024, 2}, {1024, 1}
  };

  private final GraphBuilder graph =
      new NeuralNetConfiguration.Builder()
          .activation(Activation.IDENTITY)
          .graphBuilder()
          .addInputs("images")
          .setInputTypes(InputType.convolutional(224, 224, 3));

  private final double width;
  private String last = "images";

  private MobileNetBuilder(double width) {
    this.width = width;
  }

  static ComputationGraph build() {
    return build(1);
  }

  /**
   * A thinner one.
   *
   * @param width share of the full channels that each layer has
   */
  static ComputationGraph build(double width) {
    return new MobileNetBuilder(width).network();
  }

  private ComputationGraph network() {
    normalized("conv1", convolution(3, 2, 32));
    for (int i = 0; i < BLOCKS.length; i++) {
      int block = i + 1;
      normalized("conv_dw_" + block, depthwise(BLOCKS[i][1]));
      normalized("conv_pw_" + block, convolution(1, 1, BLOCKS[i][0]));
    }
    add("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build());
    add(
        "predictions",
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nOut(1000)
            .activation(Activation.SOFTMAX)
            .build());
    ComputationGraph network = new ComputationGraph(graph.setOutputs(last).build());
    network.init();
    HeWeights.fill(network, 1);
    return network;
  }

  private void normalized(String name, Layer convolution) {
    add(name, convolution);
    add(name + "_bn", new BatchNormalization());
    add(name + "_relu", new ActivationLayer(Activation.RELU6));
  }

  private void add(String name, Layer layer) {
    graph.addLayer(name, layer, last);
    last = name;
  }

  private Layer convolution(int kernel, int stride, int outputs) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .stride(stride, stride)
        .nOut((int) (width * outputs))
        .convolutionMode(ConvolutionMode.Same)
        .hasBias(false)
        .build();
  }

  private static Layer depthwise(int stride) {
    return new DepthwiseConvolution2D.Builder(3, 3)
        .depthMultiplier(1)
        .stride(stride, stride)
        .convolutionMode(ConvolutionMode.Same)
        .hasBias(false)
        .build();
  }
}
