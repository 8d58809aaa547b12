package io.graft.model;

import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;

/** Counts the floating-point operations of a layer's forward pass; a multiply-add is two. */
record LayerCost(NetworkGraph graph, NetworkShape shape) {

  double flops(String vertex) {
    Layer layer = graph.layer(vertex).orElse(null);
    if (layer instanceof ConvolutionLayer convolution) {
      long[] output = shape.at(vertex);
      double positions = output.length == 3 ? (double) output[1] * output[2] : 0;
      return 2 * positions * weightsPerPosition(convolution);
    }
    if (layer instanceof DenseLayer || layer instanceof BaseOutputLayer) {
      FeedForwardLayer dense = (FeedForwardLayer) layer;
      return 2.0 * dense.getNIn() * dense.getNOut();
    }
    return 0;
  }

  private static double weightsPerPosition(ConvolutionLayer layer) {
    double kernel = (double) layer.getKernelSize()[0] * layer.getKernelSize()[1];
    if (layer instanceof DepthwiseConvolution2D depthwise) {
      return kernel * layer.getNIn() * depthwise.getDepthMultiplier();
    }
    if (layer instanceof SeparableConvolution2D separable) {
      double depthwiseOutputs = (double) layer.getNIn() * separable.getDepthMultiplier();
      return kernel * depthwiseOutputs + depthwiseOutputs * layer.getNOut();
    }
    return kernel * layer.getNIn() * layer.getNOut();
  }
}
