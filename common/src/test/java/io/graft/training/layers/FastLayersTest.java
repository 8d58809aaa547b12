package io.graft.training.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.onednn.OneDnn;
import io.graft.training.layers.TrainedTwice.Errors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

class FastLayersTest {

  /** Of a float against double, where DL4J's own float is nearer still. */
  private static final double ALLOWED = 2e-5;

  /** The kinds of networks that Graft trains, and the corners of each layer. */
  static Stream<Arguments> networks() {
    return Stream.of(
        Arguments.of("plain", TrainedTwice.row(LayerNetworks.plain())),
        Arguments.of("fused ReLU", TrainedTwice.row(LayerNetworks.fused(Activation.RELU))),
        Arguments.of("fused ReLU6", TrainedTwice.row(LayerNetworks.fused(Activation.RELU6))),
        Arguments.of("fused tanh", TrainedTwice.row(LayerNetworks.fused(Activation.TANH))),
        Arguments.of("truncated", TrainedTwice.row(LayerNetworks.truncated())),
        Arguments.of("mobile", TrainedTwice.row(LayerNetworks.mobile(1, 1))),
        Arguments.of("mobile, stride 2", TrainedTwice.row(LayerNetworks.mobile(2, 1))),
        Arguments.of("mobile, two outputs a channel", TrainedTwice.row(LayerNetworks.mobile(1, 2))),
        Arguments.of("depthwise in the middle", TrainedTwice.row(LayerNetworks.depthwiseAlone())),
        Arguments.of("deviations", TrainedTwice.row(LayerNetworks.normalized(true))),
        Arguments.of("variances", TrainedTwice.row(LayerNetworks.normalized(false))),
        Arguments.of("dropout", TrainedTwice.row(LayerNetworks.withDropout())),
        Arguments.of("fire", LayerNetworks.fire()),
        Arguments.of("residual", LayerNetworks.residual()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void computesWhatDl4jComputes(String name, ComputationGraphConfiguration configuration) {
    TrainedTwice networks = new TrainedTwice(configuration);
    assertClose(networks.output(4, 1));
    if (!name.equals("dropout")) {
      assertClose(networks.gradient(4, 1));
      assertClose(networks.gradient(2, 2));
      assertClose(networks.afterSteps(4, 3, 4, 1));
      assertClose(networks.output(5, 3));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void computesItWithoutOneDnnToo(String name, ComputationGraphConfiguration configuration) {
    OneDnn.without(
        () -> {
          computesWhatDl4jComputes(name, configuration);
          return null;
        });
  }

  private static void assertClose(Errors errors) {
    assertThat(errors.fast())
        .as("error of Graft's layers; that of DL4J's is %s", errors.stock())
        .isLessThan(Math.max(ALLOWED, 3 * errors.stock()));
  }

  @Test
  void anOutputOfTheSameArrayBeforeAStepChangesNothing() {
    TrainedTwice networks = new TrainedTwice(LayerNetworks.residual());
    INDArray images = TrainedTwice.images(4, 1);
    networks.fast().outputSingle(images);
    TrainedTwice.fit(networks.fast(), images, TrainedTwice.labels(4));
    networks.fast().outputSingle(images);
    TrainedTwice.fit(networks.fast(), images, TrainedTwice.labels(4));
    TrainedTwice.fit(networks.stock(), images, TrainedTwice.labels(4));
    TrainedTwice.fit(networks.stock(), images, TrainedTwice.labels(4));
    assertThat(TrainedTwice.distance(networks.fast().params(), networks.stock().params()))
        .isLessThan(ALLOWED);
  }

  @Test
  void theSameStepsGiveTheSameBits() {
    float[] first = new TrainedTwiceSteps(LayerNetworks.residual()).parameters();
    assertThat(first).isEqualTo(new TrainedTwiceSteps(LayerNetworks.residual()).parameters());
  }

  /** Two steps of a network with Graft's layers. */
  private record TrainedTwiceSteps(ComputationGraphConfiguration configuration) {
    float[] parameters() {
      ComputationGraph network = new ComputationGraph(FastLayers.substitute(configuration));
      network.init();
      for (int step = 0; step < 2; step++) {
        TrainedTwice.fit(network, TrainedTwice.images(4, step), TrainedTwice.labels(4));
      }
      return network.params().toFloatVector();
    }
  }

  @Test
  void aKeptConvolutionIsThatOfDl4jToTheBit() {
    for (Activation activation : List.of(Activation.IDENTITY, Activation.RELU, Activation.RELU6)) {
      TrainedTwice networks = new TrainedTwice(TrainedTwice.row(LayerNetworks.fused(activation)));
      for (int step = 0; step < 3; step++) {
        TrainedTwice.fit(networks.stock(), TrainedTwice.images(4, step), TrainedTwice.labels(4));
        TrainedTwice.fit(networks.fast(), TrainedTwice.images(4, step), TrainedTwice.labels(4));
      }
      assertThat(networks.fast().params().toFloatVector())
          .isEqualTo(networks.stock().params().toFloatVector());
    }
  }

  @Test
  void parametersBeginAsInDl4j() {
    ComputationGraphConfiguration configuration = TrainedTwice.row(LayerNetworks.mobile(2, 1));
    ComputationGraph stock = new ComputationGraph(configuration.clone());
    stock.init();
    ComputationGraph fast = new ComputationGraph(FastLayers.substitute(configuration));
    fast.init();
    assertThat(fast.params().toFloatVector()).isEqualTo(stock.params().toFloatVector());
    assertThat(fast.paramTable().keySet()).isEqualTo(stock.paramTable().keySet());
  }

  @Test
  void everyLayerThatCanBeIsReplacedAndTheGivenConfigurationStays() {
    ComputationGraphConfiguration configuration = TrainedTwice.row(LayerNetworks.mobile(1, 1));
    String before = configuration.toJson();
    ComputationGraph network = new ComputationGraph(FastLayers.substitute(configuration));
    network.init();
    assertThat(names(network))
        .containsExactly(
            "FastConvolutionLayer",
            "FastBatchNormalizationLayer",
            "FastActivationLayer",
            "FastDepthwiseConvolutionLayer",
            "FastBatchNormalizationLayer",
            "FastActivationLayer",
            "FastConvolutionLayer",
            "FastBatchNormalizationLayer",
            "FastActivationLayer",
            "GlobalPoolingLayer",
            "OutputLayer");
    assertThat(configuration.toJson()).isEqualTo(before);
    assertThat(ComputationGraphConfiguration.fromJson(network.getConfiguration().toJson()))
        .isEqualTo(network.getConfiguration());
  }

  /** Its dropout is applied to the convolution's output in place. */
  @Test
  void aConvolutionBeforeDropoutIsLeftToDl4j() {
    ComputationGraph network =
        new ComputationGraph(FastLayers.substitute(TrainedTwice.row(LayerNetworks.withDropout())));
    network.init();
    assertThat(names(network)).startsWith("FastConvolutionLayer", "ConvolutionLayer");
  }

  @Test
  void frozenLayersAreLeftAloneAndStayAsTheyAre() {
    ComputationGraph stock = new ComputationGraph(TrainedTwice.row(LayerNetworks.mobile(1, 1)));
    stock.init();
    ComputationGraph frozen =
        new TransferLearning.GraphBuilder(stock).setFeatureExtractor("layer_5").build();
    ComputationGraph network =
        new ComputationGraph(FastLayers.substitute(frozen.getConfiguration()));
    network.init();
    network.setParams(frozen.params());
    TrainedTwice.fit(network, TrainedTwice.images(4, 1), TrainedTwice.labels(4));
    TrainedTwice.fit(frozen, TrainedTwice.images(4, 1), TrainedTwice.labels(4));
    assertThat(network.getLayer("layer_5")).isInstanceOf(FrozenLayer.class);
    assertThat(network.getLayer("layer_4").params().toFloatVector())
        .isEqualTo(stock.getLayer("layer_4").params().toFloatVector());
    assertThat(TrainedTwice.distance(network.params(), frozen.params())).isLessThan(ALLOWED);
    assertThat(network.getLayer("layer_6").params().toFloatVector())
        .isNotEqualTo(stock.getLayer("layer_6").params().toFloatVector());
  }

  private static List<String> names(ComputationGraph network) {
    return Arrays.stream(network.getLayers())
        .map(layer -> layer.getClass().getSimpleName())
        .collect(Collectors.toList());
  }
}
