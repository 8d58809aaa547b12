package io.graft.training;

import java.util.Random;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Random weights with which activations keep their size through the network (He et al., "Delving
 * deep into rectifiers", 2015); batch norm as it begins: mean 0, variance 1, no scale, no shift.
 */
public final class HeWeights {

  private HeWeights() {}

  /** The same network with random weights. */
  public static ComputationGraph randomised(ComputationGraph network, long seed) {
    ComputationGraph copy = network.clone();
    fill(copy, seed);
    return copy;
  }

  /** Fills all parameters of the network. */
  public static void fill(ComputationGraph network, long seed) {
    Random random = new Random(seed);
    for (Layer layer : network.getLayers()) {
      layer.paramTable().forEach((name, values) -> fill(layer, name, values, random));
    }
  }

  private static void fill(Layer layer, String name, INDArray values, Random random) {
    switch (name) {
      case "W", "pW" -> assign(values, random, Math.sqrt(2.0 / inputs(layer, values)));
      case "var", "gamma" -> values.assign(1);
      default -> values.assign(0);
    }
  }

  /** How many values one output of the layer is summed from. */
  private static long inputs(Layer layer, INDArray weights) {
    long[] shape = weights.shape();
    if (layer.conf().getLayer() instanceof DepthwiseConvolution2D) {
      return shape[0] * shape[1];
    }
    return shape.length == 2 ? shape[0] : weights.length() / shape[0];
  }

  private static void assign(INDArray values, Random random, double deviation) {
    float[] drawn = new float[Math.toIntExact(values.length())];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (float) (deviation * random.nextGaussian());
    }
    values.assign(Nd4j.createFromArray(drawn).reshape('c', values.shape()));
  }
}
