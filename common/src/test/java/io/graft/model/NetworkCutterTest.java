package io.graft.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.TestNetworks;
import io.graft.error.UserException;
import io.graft.image.Preprocessing;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

class NetworkCutterTest {

  private static final Preprocessing PREPROCESSING = TestNetworks.preprocessing(3, 6, 5);

  private final ComputationGraph base =
      TestNetworks.chain(
          InputType.convolutional(6, 5, 3),
          new ConvolutionLayer.Builder(3, 2).nOut(2).activation(Activation.TANH).build(),
          new DenseLayer.Builder().nOut(4).activation(Activation.TANH).build(),
          new DenseLayer.Builder().nOut(7).activation(Activation.SOFTMAX).build());

  @ParameterizedTest
  @CsvSource({
    "layer_0, AVERAGE, 2",
    "layer_0, NONE, 32",
    "layer_1, AVERAGE, 4",
    "layer_1, NONE, 4"
  })
  void headIsSoftmaxOfItsWeightsTimesTheFeatures(String layer, Pooling pooling, int width) {
    Cut cut = new Cut(layer, pooling);
    LinearHead head = head(3, width);
    INDArray images = TestNetworks.images(2, 3, 6, 5);
    float[][] features = features(layer, pooling, images);
    assertThat(features[0]).hasSize(width);
    INDArray found =
        NetworkCutter.withHead(base, List.of(cut), PREPROCESSING, head).outputSingle(images);
    assertThat(found.shape()).containsExactly(2, 3);
    for (int image = 0; image < 2; image++) {
      double[] expected = softmax(head, features[image]);
      for (int c = 0; c < 3; c++) {
        assertThat(Math.abs(found.getDouble(image, c) - expected[c])).isLessThan(1e-6);
      }
    }
  }

  @Test
  void spatialFeaturesWithoutPoolingKeepTheirShape() {
    ComputationGraph features =
        NetworkCutter.features(base, new Cut("layer_0", Pooling.NONE), PREPROCESSING);
    assertThat(features.outputSingle(TestNetworks.images(2, 3, 6, 5)).shape())
        .containsExactly(2, 2, 4, 4);
    assertThat(new NetworkGraph(features).order()).containsExactly("layer_0");
  }

  @Test
  void graftIsACopy() {
    INDArray before = base.params().dup();
    String configuration = base.getConfiguration().toJson();
    ComputationGraph grafted =
        NetworkCutter.withHead(
            base, List.of(new Cut("layer_1", Pooling.NONE)), PREPROCESSING, head(3, 4));
    grafted.params().assign(0);
    assertThat(base.params()).isEqualTo(before);
    assertThat(base.getConfiguration().toJson()).isEqualTo(configuration);
    assertThat(new NetworkGraph(grafted).order())
        .containsExactly("layer_0", "layer_1", NetworkCutter.HEAD_LAYER);
  }

  @Test
  void graftCanBeGraftedAgainWithOtherClasses() {
    Cut cut = new Cut("layer_0", Pooling.AVERAGE);
    ComputationGraph first = NetworkCutter.withHead(base, List.of(cut), PREPROCESSING, head(3, 2));
    Cut pooled = new Cut(NetworkCutter.POOLING_LAYER, Pooling.AVERAGE);
    ComputationGraph second =
        NetworkCutter.withHead(first, List.of(pooled), PREPROCESSING, head(5, 2));
    INDArray images = TestNetworks.images(2, 3, 6, 5);
    INDArray direct =
        NetworkCutter.withHead(base, List.of(cut), PREPROCESSING, head(5, 2)).outputSingle(images);
    assertThat(second.outputSingle(images)).isEqualTo(direct);
  }

  @Test
  void hiddenLayersAreGraftedUnderTheirNames() {
    DenseHead head =
        new DenseHead(
            List.of(layer(6, 2), layer(5, 6)), new LinearHead(head(3, 5).weights(), new float[3]));
    Cut cut = new Cut("layer_0", Pooling.AVERAGE);
    ComputationGraph grafted = NetworkCutter.withHead(base, List.of(cut), PREPROCESSING, head);
    assertThat(new NetworkGraph(grafted).order())
        .containsExactly(
            "layer_0",
            NetworkCutter.POOLING_LAYER,
            "graft_hidden_1",
            "graft_hidden_2",
            NetworkCutter.HEAD_LAYER);
    INDArray images = TestNetworks.images(2, 3, 6, 5);
    float[][] features = features("layer_0", Pooling.AVERAGE, images);
    INDArray found = grafted.outputSingle(images);
    for (int image = 0; image < 2; image++) {
      double[] expected = head.probabilities(features[image]);
      for (int c = 0; c < 3; c++) {
        assertThat(Math.abs(found.getDouble(image, c) - expected[c])).isLessThan(1e-6);
      }
    }
  }

  @Test
  void graftWithHiddenLayersCanBeGraftedAgain() {
    DenseHead first = new DenseHead(List.of(layer(6, 2)), head(3, 6));
    DenseHead second = new DenseHead(List.of(layer(4, 6)), head(5, 4));
    Cut cut = new Cut("layer_0", Pooling.AVERAGE);
    ComputationGraph once = NetworkCutter.withHead(base, List.of(cut), PREPROCESSING, first);
    Cut hidden = new Cut("graft_hidden_1", Pooling.AVERAGE);
    ComputationGraph twice = NetworkCutter.withHead(once, List.of(hidden), PREPROCESSING, second);
    assertThat(new NetworkGraph(twice).order())
        .containsExactly(
            "layer_0",
            NetworkCutter.POOLING_LAYER,
            "graft_hidden_1",
            "graft_hidden_1_2",
            NetworkCutter.HEAD_LAYER);
    assertThat(twice.getLayer("graft_hidden_1").getParam("W"))
        .isEqualTo(once.getLayer("graft_hidden_1").getParam("W"));
  }

  @Test
  void cutAtTheHeadOfAnEarlierGraftIsRefused() {
    Cut cut = new Cut("layer_1", Pooling.NONE);
    ComputationGraph once = NetworkCutter.withHead(base, List.of(cut), PREPROCESSING, head(3, 4));
    Cut behind = new Cut(NetworkCutter.HEAD_LAYER, Pooling.NONE);
    assertThatThrownBy(
            () -> NetworkCutter.withHead(once, List.of(behind), PREPROCESSING, head(2, 3)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "The network has a layer 'graft_head' below the cut, an earlier graft's output: cut before it.");
  }

  @Test
  void headOfAnotherWidthIsABug() {
    Cut cut = new Cut("layer_0", Pooling.AVERAGE_MAXIMUM);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkCutter.withHead(base, List.of(cut), PREPROCESSING, head(3, 2)))
        .withMessage("A head of 2 features on cuts that give 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DenseHead(List.of(layer(6, 2)), head(3, 5)))
        .withMessage("Hidden layer 1 gives 6 values, but the next layer takes 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DenseHead(List.of(), head(3, 5)))
        .withMessage("A dense head without hidden layers");
  }

  @Test
  void unknownLayerIsABug() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> NetworkCutter.features(base, new Cut("nowhere", Pooling.AVERAGE), PREPROCESSING))
        .withMessage("No vertex named nowhere");
  }

  /** The features taken from the whole network, pooled and flattened here. */
  private float[][] features(String layer, Pooling pooling, INDArray images) {
    INDArray activation = base.feedForward(images, false).get(layer).dup('c');
    if (activation.rank() == 4 && pooling == Pooling.AVERAGE) {
      activation = activation.mean(2, 3);
    }
    return activation.reshape('c', 2, activation.length() / 2).toFloatMatrix();
  }

  private static LinearHead head(int classes, int features) {
    float[][] weights = new float[classes][features];
    float[] biases = new float[classes];
    for (int c = 0; c < classes; c++) {
      biases[c] = 0.3f * c - 0.4f;
      for (int f = 0; f < features; f++) {
        weights[c][f] = (float) Math.sin(1 + 5 * c + 3 * f);
      }
    }
    return new LinearHead(weights, biases);
  }

  private static HiddenLayer layer(int outputs, int inputs) {
    LinearHead values = head(outputs, inputs);
    return new HiddenLayer(values.weights(), values.biases());
  }

  private static double[] softmax(LinearHead head, float[] features) {
    double[] scores = new double[head.classes()];
    double sum = 0;
    for (int c = 0; c < scores.length; c++) {
      double score = head.biases()[c];
      for (int f = 0; f < features.length; f++) {
        score += head.weights()[c][f] * features[f];
      }
      scores[c] = Math.exp(score);
      sum += scores[c];
    }
    for (int c = 0; c < scores.length; c++) {
      scores[c] /= sum;
    }
    return scores;
  }
}
