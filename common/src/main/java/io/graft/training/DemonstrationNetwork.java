package io.graft.training;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The network of the transfer-learning guide: three convolutional layers, which come to see edges,
 * shapes and higher-level features, and three fully connected ones.
 */
final class DemonstrationNetwork {

  /** Share of a dense layer's inputs that dropout keeps. */
  private static final double KEPT = 0.5;

  private DemonstrationNetwork() {}

  /** A network with random weights for images {@code [batch, channels, size, size]}. */
  static ComputationGraph build(
      int channels, int size, int classes, double learningRate, long seed) {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .updater(new Adam(learningRate))
                .l2(1e-4)
                .graphBuilder()
                .addInputs("images")
                .setInputTypes(InputType.convolutional(size, size, channels))
                .addLayer("conv1_edges", convolution(5, 16), "images")
                .addLayer("pool1", pooling(), "conv1_edges")
                .addLayer("conv2_shapes", convolution(3, 32), "pool1")
                .addLayer("pool2", pooling(), "conv2_shapes")
                .addLayer("conv3_features", convolution(3, 64), "pool2")
                .addLayer("pool3", pooling(), "conv3_features")
                .addLayer(
                    "dense1", new DenseLayer.Builder().nOut(96).dropOut(KEPT).build(), "pool3")
                .addLayer(
                    "dense2", new DenseLayer.Builder().nOut(64).dropOut(KEPT).build(), "dense1")
                .addLayer(
                    "classifier",
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(classes)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "dense2")
                .setOutputs("classifier")
                .build());
    network.init();
    return network;
  }

  private static ConvolutionLayer convolution(int kernel, int outputs) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .nOut(outputs)
        .convolutionMode(ConvolutionMode.Same)
        .build();
  }

  private static SubsamplingLayer pooling() {
    return new SubsamplingLayer.Builder(
            SubsamplingLayer.PoolingType.MAX, new int[] {2, 2}, new int[] {2, 2})
        .build();
  }
}
