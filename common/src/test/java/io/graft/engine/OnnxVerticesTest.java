package io.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.TestNetworks;
import io.graft.error.UserException;
import io.graft.model.Cut;
import io.graft.model.Pooling;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

class OnnxVerticesTest {

  private static final InputType IMAGES =
      InputType.convolutional(OnnxParity.HEIGHT, OnnxParity.WIDTH, OnnxParity.CHANNELS);

  @ParameterizedTest
  @EnumSource
  void elementWiseVertexAgreesWithDl4j(ElementWiseVertex.Op operation) {
    OnnxParity.assertOutputAgrees(branches(2, new ElementWiseVertex(operation)));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "Subtract")
  void elementWiseVertexOfThreeAgreesWithDl4j(ElementWiseVertex.Op operation) {
    OnnxParity.assertOutputAgrees(branches(3, new ElementWiseVertex(operation)));
  }

  @Test
  void mergeAgreesWithDl4j() {
    OnnxParity.assertOutputAgrees(branches(3, new MergeVertex()));
  }

  @Test
  void mergeOfFlatFeaturesAgreesWithDl4j() {
    OnnxParity.assertOutputAgrees(
        TestNetworks.build(
            TestNetworks.graph(IMAGES)
                .addLayer("average", new GlobalPoolingLayer(PoolingType.AVG), TestNetworks.INPUT)
                .addLayer("max", new GlobalPoolingLayer(PoolingType.MAX), TestNetworks.INPUT)
                .addVertex("both", new MergeVertex(), "average", "max")
                .setOutputs("both")));
  }

  @Test
  void mergeAlongAnotherAxisIsRefused() {
    MergeVertex merge = new MergeVertex();
    merge.setMergeAxis(2);
    merge.setModified(true);
    assertRefused(branches(2, merge), "MergeVertex");
  }

  static Stream<GraphVertex> singles() {
    return Stream.of(new ScaleVertex(0.5), new ShiftVertex(-1.5));
  }

  @ParameterizedTest
  @MethodSource("singles")
  void vertexOfOneInputAgreesWithDl4j(GraphVertex vertex) {
    OnnxParity.assertOutputAgrees(
        TestNetworks.build(
            TestNetworks.graph(IMAGES)
                .addLayer("branch_0", branch(0), TestNetworks.INPUT)
                .addVertex("joined", vertex, "branch_0")
                .setOutputs("joined")));
  }

  @Test
  void flatteningVertexAgreesWithDl4j() {
    OnnxParity.assertOutputAgrees(
        TestNetworks.build(
            TestNetworks.graph(IMAGES)
                .addLayer("branch_0", branch(0), TestNetworks.INPUT)
                .addVertex(
                    "flat",
                    new PreprocessorVertex(
                        new CnnToFeedForwardPreProcessor(OnnxParity.HEIGHT, OnnxParity.WIDTH, 4)),
                    "branch_0")
                .addLayer("dense", new DenseLayer.Builder().nOut(3).build(), "flat")
                .setOutputs("dense")));
  }

  @Test
  void vertexWithoutOnnxFormIsRefusedByName() {
    assertRefused(
        TestNetworks.build(
            TestNetworks.graph(IMAGES)
                .addLayer("branch_0", branch(0), TestNetworks.INPUT)
                .addVertex("joined", new L2NormalizeVertex(), "branch_0")
                .setOutputs("joined")),
        "L2NormalizeVertex");
  }

  @Test
  void layerBehindTheCutNeedsNoOnnxForm() {
    ComputationGraph network =
        TestNetworks.build(
            TestNetworks.graph(IMAGES)
                .addLayer("branch_0", branch(0), TestNetworks.INPUT)
                .addVertex("joined", new L2NormalizeVertex(), "branch_0")
                .setOutputs("joined"));
    OnnxParity.assertCutsAgree(network, List.of(new Cut("branch_0", Pooling.AVERAGE)));
  }

  @Test
  void severalCutsComeOutOfOneExportInTheirOrder() {
    ComputationGraph network =
        OnnxParity.chain(
            branch(0),
            new ActivationLayer(Activation.RELU),
            branch(1),
            new GlobalPoolingLayer(PoolingType.AVG),
            new DenseLayer.Builder().nOut(6).activation(Activation.SOFTMAX).build());
    OnnxParity.assertCutsAgree(
        network,
        List.of(
            new Cut("layer_4", Pooling.NONE),
            new Cut("layer_0", Pooling.AVERAGE),
            new Cut("layer_1", Pooling.AVERAGE),
            new Cut("layer_2", Pooling.AVERAGE),
            new Cut("layer_3", Pooling.AVERAGE)));
    OnnxParity.assertCutsAgree(network, List.of(new Cut("layer_2", Pooling.AVERAGE)));
  }

  @Test
  void sameNetworkGivesTheSameBytes() {
    ComputationGraph network = branches(3, new MergeVertex());
    assertThat(OnnxParity.export(network)).isEqualTo(OnnxParity.export(network));
  }

  /** Convolutions side by side, joined by the vertex. */
  private static ComputationGraph branches(int count, GraphVertex vertex) {
    var graph = TestNetworks.graph(IMAGES);
    String[] names = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = "branch_" + i;
      graph.addLayer(names[i], branch(i), TestNetworks.INPUT);
    }
    return TestNetworks.build(graph.addVertex("joined", vertex, names).setOutputs("joined"));
  }

  private static ConvolutionLayer branch(int index) {
    return new ConvolutionLayer.Builder(1 + index, 2)
        .nOut(4)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static void assertRefused(ComputationGraph network, String type) {
    assertThatThrownBy(() -> OnnxParity.export(network))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Layer 'joined' (%s) has no ONNX form in Graft".formatted(type));
  }
}
