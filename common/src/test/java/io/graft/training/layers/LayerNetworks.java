package io.graft.training.layers;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;

/** The networks on which the layers are tested. */
final class LayerNetworks {

  private LayerNetworks() {}

  static Layer[] plain() {
    return new Layer[] {
      convolution(3, 1, 6).build(),
      new ActivationLayer(Activation.RELU),
      new SubsamplingLayer.Builder(
              SubsamplingLayer.PoolingType.MAX, new int[] {3, 3}, new int[] {2, 2})
          .build(),
      convolution(1, 1, 20).hasBias(false).build(),
      new ActivationLayer(Activation.RELU),
      convolution(5, 2, 4).build(),
      new ActivationLayer(Activation.TANH)
    };
  }

  static Layer[] fused(Activation activation) {
    return new Layer[] {
      convolution(3, 2, 6).activation(activation).build(),
      convolution(1, 1, 6).activation(activation).build(),
      convolution(2, 1, 6).activation(activation).build()
    };
  }

  static Layer[] truncated() {
    return new Layer[] {
      convolution(3, 2, 6)
          .convolutionMode(ConvolutionMode.Truncate)
          .padding(1, 1)
          .activation(Activation.RELU)
          .build(),
      convolution(1, 2, 6).convolutionMode(ConvolutionMode.Truncate).build(),
      new BatchNormalization(),
      new ActivationLayer(Activation.RELU6)
    };
  }

  static Layer[] mobile(int stride, int multiplier) {
    return new Layer[] {
      convolution(3, 1, 4).hasBias(false).build(),
      new BatchNormalization(),
      new ActivationLayer(Activation.RELU6),
      new DepthwiseConvolution2D.Builder(3, 3)
          .stride(stride, stride)
          .depthMultiplier(multiplier)
          .hasBias(false)
          .build(),
      new BatchNormalization(),
      new ActivationLayer(Activation.RELU6),
      convolution(1, 1, 8).hasBias(false).build(),
      new BatchNormalization(),
      new ActivationLayer(Activation.RELU6)
    };
  }

  static Layer[] depthwiseAlone() {
    return new Layer[] {
      new DepthwiseConvolution2D.Builder(5, 3).activation(Activation.RELU).build(),
      new DepthwiseConvolution2D.Builder(2, 2).stride(2, 2).activation(Activation.TANH).build(),
      new DepthwiseConvolution2D.Builder(3, 3)
          .convolutionMode(ConvolutionMode.Truncate)
          .padding(1, 1)
          .build()
    };
  }

  static Layer[] normalized(boolean logarithms) {
    return new Layer[] {
      convolution(3, 1, 5).build(),
      new BatchNormalization.Builder().useLogStd(logarithms).decay(0.8).eps(1e-3).build(),
      new ActivationLayer(Activation.RELU),
      new BatchNormalization.Builder().lockGammaBeta(true).useLogStd(logarithms).build(),
      new BatchNormalization.Builder().useLogStd(logarithms).build()
    };
  }

  static Layer[] withDropout() {
    return new Layer[] {
      convolution(3, 1, 5).build(), convolution(3, 1, 5).build(), new DropoutLayer(0.5)
    };
  }

  static ComputationGraphConfiguration fire() {
    var graph = TrainedTwice.graph();
    graph.addLayer("squeeze", convolution(1, 1, 3).activation(Activation.RELU).build(), "images");
    graph.addLayer("small", convolution(1, 1, 6).activation(Activation.RELU).build(), "squeeze");
    graph.addLayer("large", convolution(3, 1, 5).build(), "squeeze");
    graph.addLayer("large_relu", new ActivationLayer(Activation.RELU), "large");
    graph.addVertex("fire", new MergeVertex(), "small", "large_relu");
    graph.addLayer("last", convolution(1, 1, 7).activation(Activation.RELU).build(), "fire");
    return TrainedTwice.classified(graph, "last");
  }

  static ComputationGraphConfiguration residual() {
    var graph = TrainedTwice.graph();
    graph.addLayer("first", convolution(3, 2, 8).hasBias(false).build(), "images");
    graph.addLayer("first_bn", new BatchNormalization(), "first");
    graph.addLayer("first_relu", new ActivationLayer(Activation.RELU), "first_bn");
    graph.addLayer("branch", convolution(3, 2, 8).hasBias(false).build(), "first_relu");
    graph.addLayer("branch_bn", new BatchNormalization(), "branch");
    graph.addLayer("shortcut", convolution(1, 2, 8).hasBias(false).build(), "first_relu");
    graph.addLayer("shortcut_bn", new BatchNormalization(), "shortcut");
    graph.addVertex(
        "sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "branch_bn", "shortcut_bn");
    graph.addLayer("sum_relu", new ActivationLayer(Activation.RELU), "sum");
    return TrainedTwice.classified(graph, "sum_relu");
  }

  private static ConvolutionLayer.Builder convolution(int kernel, int stride, int outputs) {
    return new ConvolutionLayer.Builder(kernel, kernel).stride(stride, stride).nOut(outputs);
  }
}
