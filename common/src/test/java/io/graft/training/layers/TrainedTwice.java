package io.graft.training.layers;

import io.graft.onednn.OneDnn;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The same network with DL4J's layers and with Graft's, both in float, and DL4J's in double: how
 * far the two are from the truth.
 */
final class TrainedTwice {

  static final int SIDE = 11;
  static final int CLASSES = 3;
  private static final int CHANNELS = 3;

  private final ComputationGraph stock;
  private final ComputationGraph fast;
  private final ComputationGraph exact;

  /** All three begin with the same parameters. */
  TrainedTwice(ComputationGraphConfiguration configuration) {
    this.stock = build(configuration.clone());
    this.fast = build(FastLayers.substitute(configuration));
    this.exact =
        OneDnn.without(() -> build(configuration.clone()).convertDataType(DataType.DOUBLE));
    fast.setParams(stock.params());
    exact.setParams(stock.params().castTo(DataType.DOUBLE));
  }

  /** A network of these layers in a row, behind them pooling and a classifier. */
  static ComputationGraphConfiguration row(Layer... layers) {
    GraphBuilder graph = graph();
    String last = "images";
    for (int i = 0; i < layers.length; i++) {
      graph.addLayer("layer_" + i, layers[i], last);
      last = "layer_" + i;
    }
    return classified(graph, last);
  }

  static GraphBuilder graph() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .weightInit(WeightInit.RELU)
        .activation(Activation.IDENTITY)
        .convolutionMode(ConvolutionMode.Same)
        .updater(new Nesterovs(0.05, 0.9))
        .graphBuilder()
        .addInputs("images")
        .setInputTypes(InputType.convolutional(SIDE, SIDE, CHANNELS));
  }

  static ComputationGraphConfiguration classified(GraphBuilder graph, String last) {
    return graph
        .addLayer("pool", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last)
        .addLayer(
            "output",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .nOut(CLASSES)
                .build(),
            "pool")
        .setOutputs("output")
        .build();
  }

  private static ComputationGraph build(ComputationGraphConfiguration configuration) {
    ComputationGraph network = new ComputationGraph(configuration);
    network.init();
    return network;
  }

  ComputationGraph fast() {
    return fast;
  }

  ComputationGraph stock() {
    return stock;
  }

  /** The error of DL4J's or of Graft's layers against double, relative. */
  record Errors(double stock, double fast) {}

  /** Of the output, in inference. */
  Errors output(int batch, long seed) {
    INDArray images = images(batch, seed);
    INDArray truth = OneDnn.without(() -> exact.outputSingle(images.castTo(DataType.DOUBLE)).dup());
    return new Errors(
        distance(stock.outputSingle(images), truth), distance(fast.outputSingle(images), truth));
  }

  /** Of the flat gradient, with that of the running statistics. */
  Errors gradient(int batch, long seed) {
    INDArray images = images(batch, seed);
    INDArray labels = labels(batch);
    INDArray truth =
        OneDnn.without(
            () -> gradient(exact, images.castTo(DataType.DOUBLE), labels.castTo(DataType.DOUBLE)));
    return new Errors(
        distance(gradient(stock, images, labels), truth),
        distance(gradient(fast, images, labels), truth));
  }

  /** Of the parameters after steps with batches of these sizes. */
  Errors afterSteps(int... batches) {
    List<Integer> sizes = new ArrayList<>();
    for (int batch : batches) {
      sizes.add(batch);
    }
    for (int step = 0; step < sizes.size(); step++) {
      INDArray images = images(sizes.get(step), 100 + step);
      INDArray labels = labels(sizes.get(step));
      fit(stock, images, labels);
      fit(fast, images, labels);
      OneDnn.without(
          () -> {
            fit(exact, images.castTo(DataType.DOUBLE), labels.castTo(DataType.DOUBLE));
            return null;
          });
    }
    return new Errors(
        distance(stock.params(), exact.params()), distance(fast.params(), exact.params()));
  }

  static void fit(ComputationGraph network, INDArray images, INDArray labels) {
    network.fit(new INDArray[] {images}, new INDArray[] {labels});
  }

  static INDArray gradient(ComputationGraph network, INDArray images, INDArray labels) {
    network.setInputs(images);
    network.setLabels(labels);
    network.computeGradientAndScore();
    return network.gradient().gradient().dup();
  }

  static INDArray images(int batch, long seed) {
    Random random = new Random(seed);
    float[] values = new float[batch * CHANNELS * SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() + 0.5);
    }
    return Nd4j.createFromArray(values).reshape('c', batch, CHANNELS, SIDE, SIDE);
  }

  static INDArray labels(int batch) {
    INDArray labels = Nd4j.zeros(batch, CLASSES);
    for (int i = 0; i < batch; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    return labels;
  }

  static double distance(INDArray found, INDArray truth) {
    INDArray exactly = truth.castTo(DataType.DOUBLE);
    double size = Math.max(exactly.norm2Number().doubleValue(), 1e-12);
    return found
            .castTo(DataType.DOUBLE)
            .reshape(exactly.shape())
            .sub(exactly)
            .norm2Number()
            .doubleValue()
        / size;
  }
}
