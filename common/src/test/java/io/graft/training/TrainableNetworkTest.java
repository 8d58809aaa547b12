package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.graft.TestNetworks;
import io.graft.error.UserException;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.regularization.L2Regularization;

class TrainableNetworkTest {

  private static final String PLAIN_SGD =
      "optimizer { learning-rate = 0.1, momentum = 0, schedule = constant, weight-decay = 0 }";
  private static final Offset<Float> ROUNDING = within(1e-6f);

  private final INDArray images = TestNetworks.images(5, 3, 8, 8);

  @Test
  void startIsTheGraftedNetworkItself() {
    ComputationGraph grafted = GraftedNetworks.residual();
    TrainableNetwork network = GraftedNetworks.trainable(grafted, "freeze-until = relu1");
    ComputationGraph back = network.trained(network.start());
    assertThat(back.outputSingle(images)).isEqualTo(grafted.outputSingle(images));
    assertSame(GraftedNetworks.parameters(back), GraftedNetworks.parameters(grafted));
  }

  @Test
  void trainingLeavesTheGraftedNetworkAsItIs() {
    ComputationGraph grafted = GraftedNetworks.residual();
    Map<String, float[]> before = GraftedNetworks.parameters(grafted);
    String configuration = grafted.getConfiguration().toJson();
    GraftedNetworks.train(GraftedNetworks.trainable(grafted, "freeze-until = relu1"), 2);
    assertSame(GraftedNetworks.parameters(grafted), before);
    assertThat(grafted.getConfiguration().toJson()).isEqualTo(configuration);
  }

  @Test
  void trainedNetworkIsPlain() {
    ComputationGraph grafted = GraftedNetworks.residual();
    TrainableNetwork network =
        GraftedNetworks.trainable(grafted, "freeze-until = relu1, block-rates = [\"relu2:0.5\"]");
    NetworkState state = GraftedNetworks.train(network, 3);
    ComputationGraph trained = network.trained(state);
    assertThat(trained.getConfiguration().toJson()).isEqualTo(grafted.getConfiguration().toJson());
    ComputationGraph training =
        new ComputationGraph(ComputationGraphConfiguration.fromJson(network.json()));
    training.init();
    NetworkArrays.restore(training, state);
    assertThat(trained.outputSingle(images)).isEqualTo(training.outputSingle(images));
    assertThat(trained.outputSingle(images)).isNotEqualTo(grafted.outputSingle(images));
  }

  @Test
  void weightDecayIsDecoupledAndOnTrainedWeightsOnly() {
    ComputationGraph grafted = GraftedNetworks.residual();
    String frozen = "freeze-until = relu1, ";
    Map<String, float[]> start = GraftedNetworks.parameters(grafted);
    Map<String, float[]> without = step(grafted, frozen + PLAIN_SGD);
    Map<String, float[]> with =
        step(grafted, frozen + PLAIN_SGD + ", optimizer.weight-decay = 0.5");
    for (String name : start.keySet()) {
      boolean decays =
          name.equals("conv2_W") || name.equals("conv3_W") || name.equals("graft_head_W");
      for (int i = 0; i < start.get(name).length; i++) {
        float decay = decays ? 0.1f * 0.5f * start.get(name)[i] : 0;
        assertThat(with.get(name)[i]).as(name).isCloseTo(without.get(name)[i] - decay, ROUNDING);
      }
    }
  }

  @Test
  void adamsWeightDecayIsNotPartOfItsGradient() {
    ComputationGraph grafted = GraftedNetworks.plain();
    String adam = "optimizer { type = adam, learning-rate = 0.1, schedule = constant }, ";
    float[] start = GraftedNetworks.parameters(grafted).get("layer_2_W");
    float[] without = step(grafted, adam + "optimizer.weight-decay = 0").get("layer_2_W");
    float[] with = step(grafted, adam + "optimizer.weight-decay = 0.5").get("layer_2_W");
    for (int i = 0; i < start.length; i++) {
      assertThat(with[i]).isCloseTo(without[i] - 0.05f * start[i], ROUNDING);
    }
  }

  @Test
  void blocksLearnAtTheirOwnRate() {
    ComputationGraph grafted = GraftedNetworks.residual();
    Map<String, float[]> start = GraftedNetworks.parameters(grafted);
    Map<String, float[]> whole = step(grafted, PLAIN_SGD);
    Map<String, float[]> blocks =
        step(grafted, PLAIN_SGD + ", block-rates = [\"relu1:0\", \"relu2:0.25\"]");
    Map<String, Double> factors =
        Map.of(
            "conv1_W",
            0.0,
            "norm1_gamma",
            0.0,
            "conv2_W",
            0.25,
            "norm2_beta",
            0.25,
            "conv3_b",
            1.0,
            "conv3_W",
            1.0,
            "graft_head_W",
            1.0,
            "graft_head_b",
            1.0);
    factors.forEach(
        (name, factor) -> {
          for (int i = 0; i < start.get(name).length; i++) {
            float change = whole.get(name)[i] - start.get(name)[i];
            assertThat(blocks.get(name)[i])
                .as(name)
                .isCloseTo(start.get(name)[i] + (float) (factor * change), ROUNDING);
          }
        });
  }

  @Test
  void whatTheBaseModelWasTrainedWithIsGone() {
    ComputationGraph grafted = GraftedNetworks.plain();
    Map<String, float[]> expected = step(grafted, PLAIN_SGD);
    for (var layer : grafted.getLayers()) {
      layer.conf().getLayer().setConstraints(Arrays.asList(new UnitNormConstraint()));
      if (layer.conf().getLayer() instanceof BaseLayer weighted) {
        weighted.setIUpdater(new Adam(1));
        weighted.setBiasUpdater(new Adam(1));
        weighted.setRegularization(Arrays.asList(new L2Regularization(1)));
        weighted.setRegularizationBias(Arrays.asList(new L2Regularization(1)));
        weighted.setGradientNormalization(GradientNormalization.RenormalizeL2PerLayer);
        weighted.setWeightInitFn(WeightInit.ONES.getWeightInitFunction());
      }
    }
    grafted.getConfiguration().setIterationCount(1000);
    assertSame(step(grafted, PLAIN_SGD), expected);
  }

  @Test
  void imagesCountByTheirClass() {
    ComputationGraph grafted = GraftedNetworks.plain();
    var settings = GraftedNetworks.settings(PLAIN_SGD);
    double[] weights = {3, 0.5, 1};
    TrainableNetwork weighted = TrainableNetwork.of(grafted, settings, 10, weights);
    TrainableNetwork equal = GraftedNetworks.trainable(grafted, PLAIN_SGD);
    for (int c = 0; c < weights.length; c++) {
      int[] labels = {c, c, c, c, c};
      assertThat(loss(weighted, labels)).isCloseTo(weights[c] * loss(equal, labels), within(1e-5));
    }
  }

  @Test
  void randomWeightsComeFromTheSeed() {
    TrainableNetwork network =
        GraftedNetworks.trainable(GraftedNetworks.residual(), "init = random");
    float[] drawn = network.randomised(1).start().parameters();
    assertThat(drawn).isEqualTo(network.randomised(1).start().parameters());
    assertThat(drawn).isNotEqualTo(network.randomised(2).start().parameters());
    assertThat(drawn).isNotEqualTo(network.start().parameters());
    assertThat(network.randomised(1).json()).isEqualTo(network.json());
  }

  @Test
  void frozenLayersAreNotLeftRandom() {
    TrainableNetwork network =
        GraftedNetworks.trainable(GraftedNetworks.residual(), "freeze-until = relu1");
    assertThatThrownBy(() -> network.randomised(1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("fine-tune.freeze-until freezes layers that random weights");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "freeze-until = conv9 | fine-tune.freeze-until: the network has no layer 'conv9' before its output. The command layers lists the names.",
        "freeze-until = graft_head | fine-tune.freeze-until: the network has no layer 'graft_head' before its output. The command layers lists the names.",
        "block-rates = [\"conv9:0.1\"] | fine-tune.block-rates: the network has no layer 'conv9' before its output. The command layers lists the names.",
        "block-rates = [\"relu2:0.1\", \"relu1:0.2\"] | fine-tune.block-rates: layer 'relu1' does not lie behind the one before it. Name them in the network's order.",
        "block-rates = [\"relu1:0.1\", \"relu1:0.2\"] | fine-tune.block-rates: layer 'relu1' does not lie behind the one before it. Name them in the network's order.",
        "freeze-until = relu2, block-rates = [\"relu1:0.1\"] | fine-tune.block-rates: layer 'relu1' is frozen by fine-tune.freeze-until and has no rate. Leave it out."
      })
  void layersThatCanNotBeMeantAreRefused(String settings, String message) {
    ComputationGraph grafted = GraftedNetworks.residual();
    assertThatThrownBy(() -> GraftedNetworks.trainable(grafted, settings))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
  }

  private double loss(TrainableNetwork network, int[] labels) {
    try (LocalTrainer trainer = new LocalTrainer(GraftedNetworks.spec(network, 0))) {
      trainer.restore(network.start(), 0, 0, 1);
      return trainer.fit(images, labels);
    }
  }

  private static Map<String, float[]> step(ComputationGraph grafted, String settings) {
    TrainableNetwork network = GraftedNetworks.trainable(grafted, settings);
    return GraftedNetworks.parameters(network.trained(GraftedNetworks.train(network, 1)));
  }

  private static void assertSame(Map<String, float[]> found, Map<String, float[]> expected) {
    assertThat(found).hasSameSizeAs(expected);
    expected.forEach((name, values) -> assertThat(found.get(name)).as(name).isEqualTo(values));
  }
}
