package io.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.TestModels;
import io.graft.TestNetworks;
import io.graft.bundle.ModelBundle;
import io.graft.image.Preprocessing;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.model.Head;
import io.graft.model.Pooling;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

/**
 * A head on several cuts is, on both engines, the head of the cuts' features one after the other,
 * each taken from the base network by itself.
 */
class JoinedCutsTest {

  private static final String MOBILENET = "mobilenet_v1_0.25_224.h5";
  private static final String SQUEEZENET = "squeezenet_v1.1_227.h5";

  private static final List<Pooling> POOLINGS =
      List.of(Pooling.GRID, Pooling.AVERAGE_MAXIMUM, Pooling.AVERAGE);

  static Stream<Arguments> realCuts() {
    return Stream.of(
        // Batch norms whose activation layer, kept for the later cut, could overwrite them.
        Arguments.of(
            MOBILENET, List.of("conv_pw_3_bn", "conv_pw_11_bn", "global_average_pooling2d_1")),
        Arguments.of(MOBILENET, List.of("global_average_pooling2d_1", "conv_pw_3_relu")),
        Arguments.of(MOBILENET, List.of("conv_pw_6", "conv_pw_6_bn", "conv_pw_6_relu")),
        Arguments.of(SQUEEZENET, List.of("conv1", "pool3", "fire9_concat")),
        Arguments.of(SQUEEZENET, List.of("fire5_concat", "relu_conv1")));
  }

  @ParameterizedTest
  @MethodSource("realCuts")
  void headOfJoinedCutsOfRealNetworks(String file, List<String> layers) {
    BaseModel model = TestModels.load(file);
    List<Cut> cuts = new ArrayList<>();
    for (String layer : layers) {
      cuts.add(new Cut(layer, POOLINGS.get(cuts.size())));
    }
    assertJoined(model.network(), model.preprocessing(), cuts, HeadsForTests::linear);
  }

  @Test
  void headWithDenseLayersOfJoinedCutsOfARealNetwork() {
    BaseModel model = TestModels.load(MOBILENET);
    List<Cut> cuts =
        List.of(
            new Cut("conv_pw_11_bn", Pooling.GRID),
            new Cut("global_average_pooling2d_1", Pooling.AVERAGE));
    assertJoined(model.network(), model.preprocessing(), cuts, HeadsForTests::dense);
  }

  static Stream<List<Cut>> smallCuts() {
    return Stream.of(
        cuts(Pooling.AVERAGE, "layer_0", "layer_1", "layer_2", "layer_3", "layer_4", "layer_5"),
        cuts(Pooling.NONE, "layer_5", "layer_0"),
        cuts(Pooling.AVERAGE_MAXIMUM, "layer_2", "layer_0", "layer_5"),
        cuts(Pooling.GRID, "layer_3", "layer_2"),
        List.of(
            new Cut("layer_0", Pooling.GRID),
            new Cut("layer_2", Pooling.NONE),
            new Cut("layer_4", Pooling.AVERAGE_MAXIMUM),
            new Cut("layer_0", Pooling.AVERAGE)));
  }

  @ParameterizedTest
  @MethodSource("smallCuts")
  void headOfJoinedCutsOfASmallNetwork(List<Cut> cuts) {
    for (WorkspaceMode mode : List.of(WorkspaceMode.ENABLED, WorkspaceMode.NONE)) {
      assertJoined(small(mode), preprocessing(), cuts, HeadsForTests::linear);
      assertJoined(small(mode), preprocessing(), cuts, HeadsForTests::dense);
    }
  }

  @Test
  void joinedNetworkSurvivesItsZip() throws IOException {
    List<Cut> cuts = smallCuts().toList().get(4);
    GraftedParity parity = new GraftedParity(small(WorkspaceMode.ENABLED), preprocessing(), cuts);
    ComputationGraph grafted = parity.graft(parity.head(HeadsForTests::dense));
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    ModelSerializer.writeModel(grafted, zip, false);
    ComputationGraph restored =
        ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(zip.toByteArray()), false);
    assertThat(parity.onDl4j(restored)).isEqualTo(parity.onDl4j(grafted));
  }

  @Test
  void copyOfACutCostsNothingInOnnx() {
    List<Cut> cuts = cuts(Pooling.AVERAGE, "layer_0", "layer_5");
    GraftedParity parity = new GraftedParity(small(WorkspaceMode.ENABLED), preprocessing(), cuts);
    ComputationGraph grafted = parity.graft(parity.head(HeadsForTests::linear));
    assertThat(grafted.getConfiguration().getVertices()).containsKey("graft_copy");
    byte[] onnx = OnnxExporter.export(grafted, preprocessing(), List.of(ModelBundle.PROBABILITIES));
    assertThat(new String(onnx, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains("Concat")
        .doesNotContain("Mul");
  }

  private static void assertJoined(
      ComputationGraph network,
      Preprocessing preprocessing,
      List<Cut> cuts,
      HeadsForTests.Shape shape) {
    GraftedParity parity = new GraftedParity(network, preprocessing, cuts);
    Head head = parity.head(shape);
    double[][] expected = parity.byHand(head);
    ComputationGraph grafted = parity.graft(head);
    assertThat(GraftedParity.distance(parity.onDl4j(grafted), expected))
        .as("dl4j %s", cuts)
        .isLessThan(1e-4);
    assertThat(GraftedParity.distance(parity.onOnnx(grafted), expected))
        .as("onnx %s", cuts)
        .isLessThan(1e-4);
    assertThat(GraftedParity.distance(expected, new double[expected.length][expected[0].length]))
        .isLessThan(0.99);
    grafted.close();
  }

  private static List<Cut> cuts(Pooling pooling, String... layers) {
    return Stream.of(layers).map(layer -> new Cut(layer, pooling)).toList();
  }

  private static Preprocessing preprocessing() {
    return TestNetworks.preprocessing(3, 9, 8);
  }

  /** Raw convolutions, read by layers that work in place; a dropout layer hands its input on. */
  private static ComputationGraph small(WorkspaceMode mode) {
    ComputationGraph network =
        TestNetworks.chain(
            InputType.convolutional(9, 8, 3),
            convolution(),
            new DropoutLayer(0.5),
            new ActivationLayer(Activation.RELU),
            convolution(),
            new ActivationLayer(Activation.TANH),
            new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build());
    network.getConfiguration().setInferenceWorkspaceMode(mode);
    return network;
  }

  private static ConvolutionLayer convolution() {
    return new ConvolutionLayer.Builder(3, 2).nOut(4).activation(Activation.IDENTITY).build();
  }
}
