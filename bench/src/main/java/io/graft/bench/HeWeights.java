package io.graft.bench;

import java.util.Random;
import java.util.function.DoubleSupplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Random weights with which activations keep their size through the network (He et al. 2015), and
 * random batch-norm statistics around those of such activations. Only speed is measured with them,
 * but vanishing activations would make that wrong: arithmetic on denormal numbers is slow.
 */
final class HeWeights {

  private HeWeights() {}

  /** Fills all parameters of the network. */
  static void fill(ComputationGraph network, long seed) {
    Random random = new Random(seed);
    for (Layer layer : network.getLayers()) {
      layer.paramTable().forEach((name, values) -> fill(layer, name, values, random));
    }
  }

  private static void fill(Layer layer, String name, INDArray values, Random random) {
    switch (name) {
      case "W" ->
          assign(values, () -> random.nextGaussian() * Math.sqrt(2.0 / inputs(layer, values)));
      case "var" -> assign(values, () -> 0.75 + 0.75 * random.nextDouble());
      case "gamma" -> values.assign(1);
      default -> assign(values, () -> 0.1 * random.nextGaussian());
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

  private static void assign(INDArray values, DoubleSupplier next) {
    float[] random = new float[Math.toIntExact(values.length())];
    for (int i = 0; i < random.length; i++) {
      random[i] = (float) next.getAsDouble();
    }
    values.assign(Nd4j.createFromArray(random).reshape('c', values.shape()));
  }
}
