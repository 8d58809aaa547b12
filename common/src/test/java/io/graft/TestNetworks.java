package io.graft;

import io.graft.image.ChannelOrder;
import io.graft.image.Interpolation;
import io.graft.image.Preprocessing;
import io.graft.image.ResizeRule;
import io.graft.onednn.OneDnn;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Small networks with random weights, built without oneDNN, so that they are the plain reference.
 */
public final class TestNetworks {

  /** The input of every graph built here. */
  public static final String INPUT = "input";

  private TestNetworks() {}

  /** A graph to add layers to. */
  public static GraphBuilder graph(InputType input) {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .graphBuilder()
        .addInputs(INPUT)
        .setInputTypes(input);
  }

  /** Layers one behind the other, named {@code layer_0}, {@code layer_1}, … */
  public static ComputationGraph chain(InputType input, Layer... layers) {
    GraphBuilder graph = graph(input);
    String last = INPUT;
    for (int i = 0; i < layers.length; i++) {
      graph.addLayer("layer_" + i, layers[i], last);
      last = "layer_" + i;
    }
    return build(graph.setOutputs(last));
  }

  public static ComputationGraph build(GraphBuilder graph) {
    return OneDnn.without(
        () -> {
          ComputationGraph network = new ComputationGraph(graph.build());
          network.init();
          randomize(List.of(network.getLayers()));
          return network;
        });
  }

  /** The same as a chain without a graph. */
  public static MultiLayerNetwork sequence(InputType input, Layer... layers) {
    var list = new NeuralNetConfiguration.Builder().seed(1).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    return OneDnn.without(
        () -> {
          MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(input).build());
          network.init();
          randomize(List.of(network.getLayers()));
          return network;
        });
  }

  /** Random numbers in {@code [batch, channels, height, width]}, the same ones every time. */
  public static INDArray images(long batch, long channels, long height, long width) {
    Random random = new Random(3);
    float[] values = new float[Math.toIntExact(batch * channels * height * width)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.createFromArray(values).reshape('c', batch, channels, height, width);
  }

  /** Pixels as they are, of one or three channels. */
  public static Preprocessing preprocessing(int channels, int height, int width) {
    return new Preprocessing(
        height,
        width,
        channels == 1 ? ChannelOrder.GRAY : ChannelOrder.RGB,
        ResizeRule.STRETCH,
        1,
        Interpolation.BILINEAR,
        Collections.nCopies(channels, 0.0),
        Collections.nCopies(channels, 1.0));
  }

  /** How far the arrays lie apart, as a share of the expected one's length. */
  public static double relativeError(INDArray found, INDArray expected) {
    double size = expected.norm2Number().doubleValue();
    if (!(size > 0)) {
      throw new AssertionError("The expected values are all zero: they prove nothing");
    }
    return found.sub(expected).norm2Number().doubleValue() / size;
  }

  /** Biases and batch-norm statistics too, which DL4J leaves at 0 and 1. */
  private static void randomize(List<org.deeplearning4j.nn.api.Layer> layers) {
    Random random = new Random(2);
    for (org.deeplearning4j.nn.api.Layer layer : layers) {
      for (Map.Entry<String, INDArray> parameter : layer.paramTable().entrySet()) {
        double low = parameter.getKey().equals("var") ? 0.5 : -0.5;
        float[] values = new float[Math.toIntExact(parameter.getValue().length())];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) (low + random.nextDouble());
        }
        parameter
            .getValue()
            .assign(Nd4j.createFromArray(values).reshape('c', parameter.getValue().shape()));
      }
    }
  }
}
