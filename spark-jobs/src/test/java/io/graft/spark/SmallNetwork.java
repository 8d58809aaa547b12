package io.graft.spark;

import io.graft.config.AugmentationConfig;
import io.graft.image.ChannelOrder;
import io.graft.image.Interpolation;
import io.graft.image.Preprocessing;
import io.graft.image.ResizeRule;
import io.graft.training.EncodedImageInput;
import io.graft.training.LocalTrainer;
import io.graft.training.NetworkState;
import io.graft.training.TrainingSpec;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A network for {@link ColouredImages}, without batch norm, which alone makes images of a minibatch
 * depend on each other.
 *
 * @param hidden units of its dense layer
 */
record SmallNetwork(IUpdater updater, int hidden) {

  static final Preprocessing PREPROCESSING =
      new Preprocessing(
          ColouredImages.SIDE,
          ColouredImages.SIDE,
          ChannelOrder.RGB,
          ResizeRule.STRETCH,
          1,
          Interpolation.BILINEAR,
          List.of(127.5, 127.5, 127.5),
          List.of(127.5, 127.5, 127.5));

  private static final EncodedImageInput IMAGES =
      new EncodedImageInput(PREPROCESSING, AugmentationConfig.NONE, 1, 1 << 20);

  SmallNetwork(IUpdater updater) {
    this(updater, 5);
  }

  TrainingSpec spec(long images, int workers, int batchSize, int averagingFrequency) {
    return new TrainingSpec(
        json(),
        IMAGES,
        ColouredImages.LABELS.size(),
        0,
        images,
        workers,
        batchSize,
        averagingFrequency,
        42);
  }

  /** The weights that its configuration's seed gives. */
  static NetworkState start(TrainingSpec spec) {
    try (LocalTrainer trainer = new LocalTrainer(spec)) {
      return trainer.state();
    }
  }

  private String json() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .weightInit(WeightInit.RELU)
        .activation(Activation.TANH)
        .updater(updater)
        .graphBuilder()
        .addInputs("images")
        .setInputTypes(InputType.convolutional(ColouredImages.SIDE, ColouredImages.SIDE, 3))
        .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "images")
        .addLayer("dense", new DenseLayer.Builder().nOut(hidden).build(), "conv")
        .addLayer(
            "classifier",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(ColouredImages.LABELS.size())
                .activation(Activation.SOFTMAX)
                .build(),
            "dense")
        .setOutputs("classifier")
        .build()
        .toJson();
  }
}
