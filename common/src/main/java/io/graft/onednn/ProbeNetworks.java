package io.graft.onednn;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks that between them hold every kind of layer whose oneDNN form is tested. */
final class ProbeNetworks {

  static final int CLASSES = 3;
  private static final int SIDE = 12;

  /**
   * A network to run with and without oneDNN.
   *
   * @param imageShape of one image, in the order of the network's format
   */
  record Probe(String name, ComputationGraphConfiguration configuration, long[] imageShape) {}

  private ProbeNetworks() {}

  static List<Probe> all() {
    return List.of(fusedActivations(CNN2DFormat.NCHW), batchNorm(), depthwise(), separable());
  }

  /** Convolutions with a fused ReLU; DL4J is known to compute their gradients wrongly in NHWC. */
  static Probe fusedActivations(CNN2DFormat format) {
    return probe(
        "convolution with fused ReLU, " + format,
        format,
        convolution(8, 3, 1, format).activation(Activation.RELU).build(),
        new SubsamplingLayer.Builder(
                SubsamplingLayer.PoolingType.MAX, new int[] {2, 2}, new int[] {2, 2})
            .dataFormat(format)
            .build(),
        convolution(8, 5, 2, format).activation(Activation.RELU).build(),
        new DenseLayer.Builder().nOut(8).activation(Activation.RELU).build());
  }

  private static Probe batchNorm() {
    return probe(
        "batch norm and average pooling",
        CNN2DFormat.NCHW,
        convolution(8, 3, 2, CNN2DFormat.NCHW).activation(Activation.IDENTITY).build(),
        new BatchNormalization.Builder().build(),
        new ActivationLayer.Builder().activation(Activation.RELU6).build(),
        new SubsamplingLayer.Builder(
                SubsamplingLayer.PoolingType.AVG, new int[] {3, 3}, new int[] {2, 2})
            .convolutionMode(ConvolutionMode.Same)
            .build(),
        convolution(8, 1, 1, CNN2DFormat.NCHW).activation(Activation.TANH).build(),
        new GlobalPoolingLayer.Builder(PoolingType.AVG).build());
  }

  private static Probe depthwise() {
    return probe(
        "depthwise convolution",
        CNN2DFormat.NCHW,
        new DepthwiseConvolution2D.Builder(3, 3)
            .depthMultiplier(2)
            .nOut(6)
            .convolutionMode(ConvolutionMode.Same)
            .activation(Activation.RELU)
            .build(),
        convolution(8, 1, 1, CNN2DFormat.NCHW).activation(Activation.RELU).build());
  }

  private static Probe separable() {
    return probe(
        "separable convolution",
        CNN2DFormat.NCHW,
        new SeparableConvolution2D.Builder(3, 3)
            .nOut(8)
            .convolutionMode(ConvolutionMode.Same)
            .activation(Activation.IDENTITY)
            .build(),
        convolution(8, 3, 1, CNN2DFormat.NCHW).activation(Activation.RELU).build());
  }

  private static ConvolutionLayer.Builder convolution(
      int outputs, int kernel, int stride, CNN2DFormat format) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .stride(stride, stride)
        .nOut(outputs)
        .convolutionMode(ConvolutionMode.Same)
        .dataFormat(format);
  }

  private static Probe probe(String name, CNN2DFormat format, Layer... layers) {
    var graph =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .weightInit(WeightInit.RELU)
            .updater(new Sgd(0.1))
            .graphBuilder()
            .addInputs("input")
            .setInputTypes(InputType.convolutional(SIDE, SIDE, 3, format));
    String last = "input";
    for (int i = 0; i < layers.length; i++) {
      graph.addLayer("layer_" + i, layers[i], last);
      last = "layer_" + i;
    }
    OutputLayer output =
        new OutputLayer.Builder(LossFunction.MCXENT)
            .activation(Activation.SOFTMAX)
            .nOut(CLASSES)
            .build();
    graph.addLayer("output", output, last).setOutputs("output");
    long[] imageShape =
        format == CNN2DFormat.NCHW ? new long[] {3, SIDE, SIDE} : new long[] {SIDE, SIDE, 3};
    return new Probe(name, graph.build(), imageShape);
  }
}
