package io.graft.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.TestModels;
import io.graft.TestNetworks;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

class NetworkGraphTest {

  @Test
  void squeezeNetIsCutOnlyWhereOneTensorCrosses() {
    NetworkGraph graph = new NetworkGraph(TestModels.squeezeNet().network());
    assertThat(graph.isCutPoint("fire3_squeeze1x1")).isTrue();
    assertThat(graph.isCutPoint("fire3_expand1x1")).isFalse();
    assertThat(graph.isCutPoint("fire3_expand3x3")).isFalse();
    assertThat(graph.isCutPoint("fire3_concat")).isTrue();
    assertThat(graph.isCutPoint("loss")).isTrue();
    assertThat(cutPoints(graph))
        .startsWith(
            "conv1",
            "relu_conv1",
            "pool1",
            "fire2_squeeze1x1",
            "fire2_relu_squeeze1x1",
            "fire2_concat")
        .noneMatch(layer -> layer.contains("expand"));
  }

  @Test
  void residualNetworkIsNotCutBesideItsShortcut() {
    NetworkGraph graph = new NetworkGraph(residual());
    assertThat(cutPoints(graph)).containsExactly("stem", "sum", "pool", "output");
    assertThat(graph.upTo("second")).containsExactlyInAnyOrder("second", "first", "stem");
    assertThat(graph.inputs("sum")).containsExactly("second", "stem");
    assertThat(graph.consumers("stem")).containsExactlyInAnyOrder("first", "sum");
    assertThat(graph.layer("sum")).isEmpty();
  }

  @Test
  void branchThatLeadsNowhereDoesNotHinderACut() {
    ComputationGraph network =
        TestNetworks.build(
            TestNetworks.graph(InputType.convolutional(6, 6, 3))
                .allowDisconnected(true)
                .addLayer("stem", convolution(3), TestNetworks.INPUT)
                .addLayer("aside", convolution(2), TestNetworks.INPUT)
                .addLayer("behind", convolution(3), "stem")
                .setOutputs("behind"));
    NetworkGraph graph = new NetworkGraph(network);
    assertThat(graph.isCutPoint("stem")).isTrue();
    assertThat(graph.isCutPoint("aside")).isFalse();
  }

  @Test
  void defaultCutIsBeforeTheClassifier() {
    assertThat(TestModels.mobileNet().defaultCut()).isEqualTo("global_average_pooling2d_1");
    assertThat(TestModels.squeezeNet().defaultCut()).isEqualTo("fire9_concat");
    ComputationGraph network =
        TestNetworks.chain(
            InputType.convolutional(6, 6, 3),
            new FrozenLayer(convolution(3)),
            new DropoutLayer(0.5),
            new DenseLayer.Builder().nOut(2).build(),
            new ActivationLayer(Activation.SOFTMAX));
    assertThat(new NetworkGraph(network).beforeClassifier(network)).isEqualTo("layer_0");
  }

  /** Worked by hand: a multiply-add is two operations. */
  @Test
  void cutPointsTellShapeWidthParametersAndOperations() {
    ComputationGraph network =
        TestNetworks.chain(
            InputType.convolutional(9, 8, 3),
            convolution(4),
            new DepthwiseConvolution2D.Builder(3, 3)
                .depthMultiplier(2)
                .nOut(8)
                .stride(2, 2)
                .build(),
            new SeparableConvolution2D.Builder(2, 2).depthMultiplier(2).nOut(5).build(),
            new GlobalPoolingLayer(PoolingType.AVG),
            new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build());
    List<CutPoint> points = CutPoint.of(network, NetworkShape.of(network, 3, 9, 8));
    // 3x3 weights x 3 inputs x 4 outputs at 9 x 8 places
    double first = 2.0 * 9 * 3 * 4 * 72;
    // 3x3 weights x 8 outputs at 4 x 3 places
    double second = first + 2.0 * 9 * 8 * 12;
    // 2x2 weights x 16 channels, then 16 x 5, at 3 x 2 places
    double third = second + 2.0 * (4 * 16 + 16 * 5) * 6;
    double last = third + 2.0 * 5 * 3;
    assertThat(points)
        .containsExactly(
            new CutPoint("layer_0", "ConvolutionLayer", List.of(4L, 9L, 8L), 4, 112, first / 1e6),
            new CutPoint(
                "layer_1", "DepthwiseConvolution2D", List.of(8L, 4L, 3L), 8, 192, second / 1e6),
            new CutPoint(
                "layer_2", "SeparableConvolution2D", List.of(5L, 3L, 2L), 5, 341, third / 1e6),
            new CutPoint("layer_3", "GlobalPoolingLayer", List.of(5L), 5, 341, third / 1e6),
            new CutPoint("layer_4", "OutputLayer", List.of(3L), 3, 359, last / 1e6));
  }

  @Test
  void wholeNetworksHaveTheirPublishedParameters() {
    assertThat(last(TestModels.mobileNet()).parameters()).isEqualTo(475_544);
    assertThat(last(TestModels.squeezeNet()).parameters()).isEqualTo(1_235_496);
  }

  private static List<String> cutPoints(NetworkGraph graph) {
    return graph.order().stream().filter(graph::isCutPoint).toList();
  }

  private static CutPoint last(BaseModel model) {
    List<CutPoint> points =
        CutPoint.of(model.network(), NetworkShape.of(model.network(), model.preprocessing()));
    return points.get(points.size() - 1);
  }

  private static ComputationGraph residual() {
    return TestNetworks.build(
        TestNetworks.graph(InputType.convolutional(6, 6, 3))
            .addLayer("stem", convolution(4), TestNetworks.INPUT)
            .addLayer("first", convolution(4), "stem")
            .addLayer("second", convolution(4), "first")
            .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "second", "stem")
            .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "sum")
            .addLayer("output", new OutputLayer.Builder().nOut(2).build(), "pool")
            .setOutputs("output"));
  }

  private static ConvolutionLayer convolution(int outputs) {
    return new ConvolutionLayer.Builder(3, 3)
        .nOut(outputs)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.RELU)
        .build();
  }
}
