package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graft.TestModels;
import io.graft.TestNetworks;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.model.LinearHead;
import io.graft.model.NetworkCutter;
import io.graft.model.NetworkGraph;
import io.graft.model.Pooling;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class FrozenLayersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"conv1", "norm1", "relu1", "conv2", "norm2", "sum", "relu2", "norm3", "dropout"})
  void frozenParametersAndStatisticsStayBitByBit(String last) {
    ComputationGraph grafted = GraftedNetworks.residual();
    Map<String, float[]> start = GraftedNetworks.parameters(grafted);
    TrainableNetwork network =
        GraftedNetworks.trainable(
            grafted,
            "freeze-until = %s, optimizer { type = adam, weight-decay = 0.1 }".formatted(last));
    Map<String, float[]> trained =
        GraftedNetworks.parameters(network.trained(GraftedNetworks.train(network, 4)));
    Set<String> frozen = new NetworkGraph(grafted).upTo(last);
    start.forEach(
        (name, values) -> {
          if (frozen.contains(name.substring(0, name.lastIndexOf('_')))) {
            assertThat(trained.get(name)).as(name).isEqualTo(values);
          } else {
            assertThat(trained.get(name)).as(name).isNotEqualTo(values);
          }
        });
  }

  @Test
  void wrappersThatTheNetworkCameWithAreTakenOff() {
    ComputationGraph plain = GraftedNetworks.residual();
    ComputationGraph wrapped =
        new TransferLearning.GraphBuilder(plain.clone()).setFeatureExtractor("relu2").build();
    TrainableNetwork network = GraftedNetworks.trainable(wrapped, "patience = 3");
    assertThat(network.json()).doesNotContain("Frozen");
    ComputationGraph trained = network.trained(GraftedNetworks.train(network, 1));
    assertThat(trained.getConfiguration().toJson()).doesNotContain("Frozen");
    assertThat(GraftedNetworks.parameters(trained).get("conv1_W"))
        .isNotEqualTo(GraftedNetworks.parameters(plain).get("conv1_W"));
  }

  @ParameterizedTest
  @CsvSource({
    "mobilenet_v1_0.25_224.h5, conv_pw_6_relu, conv_pw_13_relu, 256",
    "squeezenet_v1.1_227.h5, fire5_concat, fire9_concat, 512"
  })
  void realNetworksTrainAboveTheirFrozenHalf(String file, String frozen, String cut, int width) {
    BaseModel model = TestModels.load(file);
    ComputationGraph grafted =
        NetworkCutter.withHead(
            model.network(),
            List.of(new Cut(cut, Pooling.AVERAGE)),
            model.preprocessing(),
            new LinearHead(new float[3][width], new float[3]));
    TrainableNetwork network =
        GraftedNetworks.trainable(grafted, "freeze-until = \"%s\"".formatted(frozen));
    INDArray images = TestNetworks.images(5, 3, 64, 64);
    try (LocalTrainer trainer = new LocalTrainer(GraftedNetworks.spec(network, 0))) {
      trainer.restore(network.start(), 0, 0, 1);
      assertThat(trainer.fit(images, GraftedNetworks.LABELS)).isCloseTo(Math.log(3), within(1e-5));
      trainer.fit(images, GraftedNetworks.LABELS);
      Map<String, float[]> trained = GraftedNetworks.parameters(network.trained(trainer.state()));
      Set<String> below = new NetworkGraph(grafted).upTo(frozen);
      GraftedNetworks.parameters(grafted)
          .forEach(
              (name, values) ->
                  assertThat(Arrays.equals(trained.get(name), values))
                      .as(name)
                      .isEqualTo(below.contains(name.substring(0, name.lastIndexOf('_')))));
    }
  }
}
