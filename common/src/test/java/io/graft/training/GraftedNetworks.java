package io.graft.training;

import io.graft.TestNetworks;
import io.graft.config.AugmentationConfig;
import io.graft.config.ConfigLoader;
import io.graft.config.FineTuneConfig;
import io.graft.model.Cut;
import io.graft.model.LinearHead;
import io.graft.model.NetworkCutter;
import io.graft.model.Pooling;
import io.graft.onednn.OneDnn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;

/** Small grafted networks, their images and the settings to train them with. */
final class GraftedNetworks {

  static final int CLASSES = 3;
  static final int SIDE = 8;
  static final int[] LABELS = {0, 1, 2, 1, 0};

  private static final EncodedImageInput IMAGES =
      new EncodedImageInput(
          TestNetworks.preprocessing(3, SIDE, SIDE), AugmentationConfig.NONE, 1, 1_000_000);

  private GraftedNetworks() {}

  /**
   * Two blocks of convolution, batch norm and ReLU; the second one with a pre-activation shortcut,
   * whose sum reads what the ReLU before it also reads.
   */
  static ComputationGraph residual() {
    var graph =
        TestNetworks.graph(InputType.convolutional(SIDE, SIDE, 3))
            .addLayer("conv1", convolution(4), TestNetworks.INPUT)
            .addLayer("norm1", new BatchNormalization.Builder().build(), "conv1")
            .addLayer("relu1", relu(), "norm1")
            .addLayer("conv2", convolution(4), "relu1")
            .addLayer("norm2", new BatchNormalization.Builder().build(), "conv2")
            .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "norm1", "norm2")
            .addLayer("relu2", relu(), "sum")
            .addLayer("conv3", convolution(6), "relu2")
            .addLayer("norm3", new BatchNormalization.Builder().build(), "conv3")
            .addLayer("relu3", relu(), "norm3")
            .addLayer("dropout", new DropoutLayer.Builder(0.5).build(), "relu3")
            .addLayer("loss", new LossLayer.Builder().build(), "dropout");
    return withHead(TestNetworks.build(graph.setOutputs("loss")), "dropout", 6);
  }

  /**
   * A convolution whose output a second one reads, and dropout before a third one.
   *
   * @param read by the dropout: {@code conv1}, or {@code copy}, which is the same
   */
  static ComputationGraph dropoutBesideConvolution(String read) {
    var graph =
        TestNetworks.graph(InputType.convolutional(SIDE, SIDE, 3))
            .addLayer("conv1", convolution(4), TestNetworks.INPUT)
            .addLayer("conv2", convolution(4), "conv1")
            .addLayer("dropout", new DropoutLayer.Builder(0.5).build(), read)
            .addLayer("conv3", convolution(4), "dropout")
            .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "conv2", "conv3")
            .addLayer("loss", new LossLayer.Builder().build(), "sum");
    if (read.equals("copy")) {
      graph.addVertex("copy", new ScaleVertex(1), "conv1");
    }
    return withHead(TestNetworks.build(graph.setOutputs("loss")), "sum", 4);
  }

  /** Two branches that both read the images. */
  static ComputationGraph twoBranches() {
    var graph =
        TestNetworks.graph(InputType.convolutional(SIDE, SIDE, 3))
            .addLayer("conv1", convolution(4), TestNetworks.INPUT)
            .addLayer("conv2", convolution(4), TestNetworks.INPUT)
            .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "conv1", "conv2")
            .addLayer("loss", new LossLayer.Builder().build(), "sum");
    return withHead(TestNetworks.build(graph.setOutputs("loss")), "sum", 4);
  }

  /** Without batch norm and dropout. */
  static ComputationGraph plain() {
    ComputationGraph chain =
        TestNetworks.chain(
            InputType.convolutional(SIDE, SIDE, 3),
            convolution(4),
            relu(),
            convolution(5),
            relu(),
            new LossLayer.Builder().build());
    return withHead(chain, "layer_3", 5);
  }

  /** Whose first layer would write on the images where it is frozen. */
  static ComputationGraph reluOnTheImages() {
    ComputationGraph chain =
        TestNetworks.chain(
            InputType.convolutional(SIDE, SIDE, 3),
            relu(),
            convolution(4),
            relu(),
            new DropoutLayer.Builder(0.5).build(),
            new LossLayer.Builder().build());
    return withHead(chain, "layer_3", 4);
  }

  private static ComputationGraph withHead(ComputationGraph network, String cut, int features) {
    Random random = new Random(5);
    float[][] weights = new float[CLASSES][features];
    for (float[] row : weights) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return OneDnn.without(
        () ->
            NetworkCutter.withHead(
                network,
                List.of(new Cut(cut, Pooling.AVERAGE)),
                TestNetworks.preprocessing(3, SIDE, SIDE),
                new LinearHead(weights, new float[CLASSES])));
  }

  private static ConvolutionLayer convolution(int outputs) {
    return new ConvolutionLayer.Builder(3, 3)
        .nOut(outputs)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static ActivationLayer relu() {
    return new ActivationLayer.Builder().activation(Activation.RELU).build();
  }

  /** The settings with some of their own, as HOCON below {@code fine-tune}. */
  static FineTuneConfig settings(String own) {
    var text =
        new ConfigLoader.ConfigText(
            "test.conf", "fine-tune { optimizer.warm-up-epochs = 0, " + own + " }");
    return ConfigLoader.load(Optional.of(text), List.of(), Map.of()).fineTune().forImages(1000);
  }

  /** Ten steps an epoch, every class the same. */
  static TrainableNetwork trainable(ComputationGraph grafted, String own) {
    double[] weights = new double[CLASSES];
    Arrays.fill(weights, 1);
    return TrainableNetwork.of(grafted, settings(own), 10, weights);
  }

  static TrainingSpec spec(TrainableNetwork network, double labelSmoothing) {
    return new TrainingSpec(
        network.json(), IMAGES, CLASSES, labelSmoothing, LABELS.length, 1, LABELS.length, 1, 1);
  }

  /** The state behind some steps on always the same images. */
  static NetworkState train(TrainableNetwork network, int steps) {
    try (LocalTrainer trainer = new LocalTrainer(spec(network, 0))) {
      trainer.restore(network.start(), 0, 0, 1);
      for (int i = 0; i < steps; i++) {
        trainer.fit(TestNetworks.images(LABELS.length, 3, SIDE, SIDE), LABELS);
      }
      return trainer.state();
    }
  }

  /** Every parameter by its layer and name. */
  static Map<String, float[]> parameters(ComputationGraph network) {
    Map<String, float[]> parameters = new HashMap<>();
    network
        .paramTable()
        .forEach((name, values) -> parameters.put(name, values.dup('c').data().asFloat()));
    return parameters;
  }
}
