package io.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.TestNetworks;
import io.graft.model.Cut;
import io.graft.model.Pooling;
import java.util.List;
import java.util.stream.Stream;
import onnx.Onnx;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

/** Batch norm is folded into the convolution before it wherever nobody else reads that one. */
class OnnxBatchNormTest {

  static Stream<Arguments> folded() {
    return Stream.of(
        layers("convolution", convolution(), norm()),
        layers("convolution without bias", plain().hasBias(false).build(), norm()),
        layers("depthwise", depthwise(), norm()),
        layers("separable", separable(), norm()),
        layers(
            "locked gamma and beta",
            convolution(),
            new BatchNormalization.Builder().lockGammaBeta(true).gamma(1.3).beta(-0.2).build()),
        layers(
            "log of the deviation",
            convolution(),
            new BatchNormalization.Builder().useLogStd(true).build()),
        layers("epsilon", convolution(), new BatchNormalization.Builder().eps(0.1).build()),
        layers("frozen", new FrozenLayer(convolution()), new FrozenLayer(norm())),
        layers("activation behind", convolution(), norm(), new ActivationLayer(Activation.RELU)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("folded")
  void foldedNormAgreesWithDl4j(String name, Layer[] layers) {
    ComputationGraph network = OnnxParity.chain(layers);
    OnnxParity.assertOutputAgrees(network);
    assertThat(operators(OnnxParity.export(network))).contains("Conv").doesNotContain("Mul", "Add");
  }

  static Stream<Arguments> apart() {
    return Stream.of(
        layers("first", norm(), convolution()),
        layers(
            "behind dense",
            new DenseLayer.Builder().nOut(5).build(),
            norm(),
            new ActivationLayer(Activation.TANH)),
        layers("behind an activation", plain().activation(Activation.RELU).build(), norm()),
        layers("twice", convolution(), norm(), norm()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("apart")
  void normThatStandsAloneAgreesWithDl4j(String name, Layer[] layers) {
    ComputationGraph network = OnnxParity.chain(layers);
    OnnxParity.assertOutputAgrees(network);
    assertThat(operators(OnnxParity.export(network))).contains("Mul", "Add");
  }

  @Test
  void cutAtTheRawConvolutionKeepsItRaw() {
    ComputationGraph network = OnnxParity.chain(convolution(), norm());
    OnnxParity.assertCutsAgree(
        network, List.of(new Cut("layer_0", Pooling.NONE), new Cut("layer_1", Pooling.NONE)));
  }

  @Test
  void convolutionWithTwoReadersKeepsItRaw() {
    OnnxParity.assertOutputAgrees(
        TestNetworks.build(
            TestNetworks.graph(
                    InputType.convolutional(
                        OnnxParity.HEIGHT, OnnxParity.WIDTH, OnnxParity.CHANNELS))
                .addLayer("convolution", convolution(), TestNetworks.INPUT)
                .addLayer("norm", norm(), "convolution")
                .addVertex(
                    "sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "convolution", "norm")
                .setOutputs("sum")));
  }

  private static List<String> operators(byte[] model) {
    try {
      return Onnx.ModelProto.parseFrom(model).getGraph().getNodeList().stream()
          .map(Onnx.NodeProto::getOpType)
          .toList();
    } catch (org.nd4j.shade.protobuf.InvalidProtocolBufferException broken) {
      throw new AssertionError("The export is no ONNX model", broken);
    }
  }

  private static Arguments layers(String name, Layer... layers) {
    return Arguments.of(name, layers);
  }

  private static BatchNormalization norm() {
    return new BatchNormalization.Builder().build();
  }

  private static ConvolutionLayer.Builder plain() {
    return new ConvolutionLayer.Builder(3, 2).nOut(4).activation(Activation.IDENTITY);
  }

  private static ConvolutionLayer convolution() {
    return plain().build();
  }

  private static Layer depthwise() {
    return new DepthwiseConvolution2D.Builder(3, 2)
        .depthMultiplier(2)
        .nOut(2 * OnnxParity.CHANNELS)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static Layer separable() {
    return new SeparableConvolution2D.Builder(3, 2)
        .depthMultiplier(2)
        .nOut(4)
        .activation(Activation.IDENTITY)
        .build();
  }
}
