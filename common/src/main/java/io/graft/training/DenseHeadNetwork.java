package io.graft.training;

import io.graft.config.DenseHeadConfig;
import io.graft.model.DenseHead;
import io.graft.model.HiddenLayer;
import io.graft.model.LinearHead;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** A dense head in training, as DL4J computes it. */
final class DenseHeadNetwork implements AutoCloseable {

  private final MultiLayerNetwork network;
  private final INDArray classWeights;

  /**
   * Draws the weights from the seed.
   *
   * @param features values an image has
   */
  DenseHeadNetwork(DenseHeadConfig config, int features, double[] classWeights, long seed) {
    this.classWeights = Nd4j.createFromArray(new double[][] {classWeights}).castTo(DataType.FLOAT);
    var layers =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .weightInit(WeightInit.RELU)
            .updater(new Adam(config.learningRate()))
            .weightDecay(config.weightDecay())
            .list();
    int inputs = features;
    double kept = 0;
    for (int outputs : config.hidden()) {
      layers.layer(hidden(inputs, outputs, kept));
      inputs = outputs;
      // DL4J's dropout is of what a layer reads, and 0 is none: the features all stay.
      kept = config.dropout() == 0 ? 0 : 1 - config.dropout();
    }
    layers.layer(output(inputs, classWeights.length, kept));
    this.network = new MultiLayerNetwork(layers.build());
    network.init();
  }

  private static DenseLayer hidden(int inputs, int outputs, double kept) {
    return new DenseLayer.Builder()
        .nIn(inputs)
        .nOut(outputs)
        .activation(Activation.RELU)
        .dropOut(kept)
        .build();
  }

  private OutputLayer output(int inputs, int classes, double kept) {
    return new OutputLayer.Builder(new LossMCXENT(classWeights))
        .nIn(inputs)
        .nOut(classes)
        .activation(Activation.SOFTMAX)
        .dropOut(kept)
        .build();
  }

  /** One step; returns the minibatch's loss. */
  double fit(LabelledFeatures minibatch) {
    float[][] oneHot = new float[minibatch.size()][minibatch.classes()];
    for (int i = 0; i < oneHot.length; i++) {
      oneHot[i][minibatch.labels()[i]] = 1;
    }
    try (INDArray features = Nd4j.createFromArray(minibatch.features());
        INDArray labels = Nd4j.createFromArray(oneHot)) {
      network.fit(features, labels);
      return network.score();
    }
  }

  /** Class probabilities {@code [images][classes]}, without dropout. */
  float[][] probabilities(float[][] features) {
    try (INDArray images = Nd4j.createFromArray(features);
        INDArray probabilities = network.output(images)) {
      return probabilities.toFloatMatrix();
    }
  }

  /** The weights as they are now, for the features that the network was trained on. */
  DenseHead head() {
    List<HiddenLayer> hidden = new ArrayList<>();
    int last = network.getnLayers() - 1;
    for (int i = 0; i < last; i++) {
      hidden.add(new HiddenLayer(weights(i), biases(i)));
    }
    return new DenseHead(hidden, new LinearHead(weights(last), biases(last)));
  }

  private float[][] weights(int layer) {
    return network.getLayer(layer).getParam("W").transpose().dup('c').toFloatMatrix();
  }

  private float[] biases(int layer) {
    return network.getLayer(layer).getParam("b").dup('c').data().asFloat();
  }

  @Override
  public void close() {
    network.close();
    classWeights.close();
  }
}
