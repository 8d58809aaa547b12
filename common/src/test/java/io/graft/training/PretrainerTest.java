package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.config.PretrainConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class PretrainerTest {

  private static final int SIDE = 16;

  @Test
  void sameSeedGivesTheSameWeightsToTheLastBit() {
    ComputationGraph first = train(config(2, 0.001), 7, new ArrayList<>());
    ComputationGraph second = train(config(2, 0.001), 7, new ArrayList<>());
    ComputationGraph other = train(config(2, 0.001), 8, new ArrayList<>());
    assertThat(first.params().toFloatVector()).isEqualTo(second.params().toFloatVector());
    assertThat(first.params().toFloatVector()).isNotEqualTo(other.params().toFloatVector());
  }

  @Test
  void lossFallsAndTheClassesAreToldApart() {
    List<Pretrainer.Epoch> epochs = new ArrayList<>();
    ComputationGraph network = train(config(6, 0.003), 7, epochs);
    assertThat(epochs).hasSize(6).allMatch(epoch -> epoch.epochs() == 6);
    assertThat(epochs.get(0).epoch()).isEqualTo(1);
    assertThat(epochs.get(5).loss()).isLessThan(epochs.get(0).loss() / 2);
    assertThat(epochs.get(5).validationAccuracy())
        .isEqualTo(Pretrainer.accuracy(network, images(20, 99)))
        .isGreaterThan(0.9);
  }

  @Test
  void accuracyOfNoImagesIsNoNumber() {
    ComputationGraph network = DemonstrationNetwork.build(3, SIDE, 2, 0.001, 1);
    assertThat(Pretrainer.accuracy(network, images(0, 1))).isNaN();
  }

  @Test
  void divergenceIsToldWithTheRate() {
    assertThatThrownBy(() -> train(config(20, 1e30), 7, new ArrayList<>()))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageMatching(
            "Training diverged in epoch \\d+: the loss is .*\\. Lower pretrain.learning-rate \\(now 1.0E30\\)\\.");
  }

  @Test
  void demonstrationNetworkHasTheLayersOfTheGuide() {
    ComputationGraph network = DemonstrationNetwork.build(3, 48, 5, 0.001, 1);
    assertThat(network.getConfiguration().getVertices().keySet())
        .containsExactly(
            "conv1_edges",
            "pool1",
            "conv2_shapes",
            "pool2",
            "conv3_features",
            "pool3",
            "dense1",
            "dense2",
            "classifier");
    // 5x5x3x16+16, 3x3x16x32+32, 3x3x32x64+64, 6x6x64x64+64, 64x48+48, 48x5+5
    assertThat(network.numParams()).isEqualTo(1216 + 4640 + 18496 + 221280 + 6208 + 325);
  }

  @Test
  void minibatchesHoldEveryImageOnceWithItsClass() {
    LabelledImages images = images(10, 1);
    List<DataSet> batches = images.minibatches(4, new Random(5));
    assertThat(batches).extracting(DataSet::numExamples).containsExactly(4, 4, 2);
    List<float[]> seen = new ArrayList<>();
    for (DataSet batch : batches) {
      for (int i = 0; i < batch.numExamples(); i++) {
        float[] pixels = batch.getFeatures().slice(i).dup('c').data().asFloat();
        int index = indexOf(images, pixels);
        assertThat(batch.getLabels().getRow(i).argMax().getInt(0))
            .isEqualTo(images.classes().get(index));
        seen.add(pixels);
      }
    }
    assertThat(seen).hasSize(10).doesNotHaveDuplicates();
  }

  private static int indexOf(LabelledImages images, float[] pixels) {
    for (int i = 0; i < images.size(); i++) {
      if (Arrays.equals(images.pixels().get(i), pixels)) {
        return i;
      }
    }
    throw new AssertionError("A minibatch holds an image that was not given");
  }

  private static ComputationGraph train(
      PretrainConfig config, long seed, List<Pretrainer.Epoch> epochs) {
    return new Pretrainer(config, seed).train(images(24, 1), images(20, 99), epochs::add);
  }

  private static PretrainConfig config(int epochs, double learningRate) {
    return new PretrainConfig(SIDE, epochs, 12, learningRate, 0);
  }

  /** Noise, the left half brighter in one class and the right half in the other. */
  private static LabelledImages images(int count, long seed) {
    Random random = new Random(seed);
    List<float[]> pixels = new ArrayList<>();
    List<Integer> classes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] image = new float[3 * SIDE * SIDE];
      for (int j = 0; j < image.length; j++) {
        boolean left = j % SIDE < SIDE / 2;
        image[j] = (float) (0.3 * random.nextGaussian() + (left == (i % 2 == 0) ? 0.5 : -0.5));
      }
      pixels.add(image);
      classes.add(i % 2);
    }
    return new LabelledImages(new long[] {3, SIDE, SIDE}, pixels, classes, 2);
  }
}
