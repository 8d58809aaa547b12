package io.graft.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.error.UserException;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;

class OnnxActivationsTest {

  /** Spreads the values over both sides of every kink, -1, 0, 1 and 6 among them. */
  private static ComputationGraph dense(IActivation activation) {
    return OnnxParity.chain(new DenseLayer.Builder().nOut(64).activation(activation).build());
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"CUBE", "RATIONALTANH", "RECTIFIEDTANH", "RRELU", "THRESHOLDEDRELU", "GELU", "MISH"})
  void activationAgreesWithDl4j(Activation activation) {
    OnnxParity.assertOutputAgrees(dense(activation.getActivationFunction()));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"CUBE", "RATIONALTANH", "RECTIFIEDTANH", "RRELU", "THRESHOLDEDRELU", "GELU", "MISH"})
  void otherActivationsAreRefusedByLayer(Activation activation) {
    assertRefused(activation.getActivationFunction());
  }

  static Stream<IActivation> options() {
    return Stream.of(
        new ActivationLReLU(0.3),
        new ActivationReLU(2.5, null, null),
        new ActivationReLU(null, null, 0.2));
  }

  @ParameterizedTest
  @MethodSource("options")
  void optionsOfActivationsAgreeWithDl4j(IActivation activation) {
    OnnxParity.assertOutputAgrees(dense(activation));
  }

  static Stream<IActivation> refusedOptions() {
    return Stream.of(new ActivationReLU(null, 1.0, null), new ActivationReLU(6.0, null, 0.2));
  }

  @ParameterizedTest
  @MethodSource("refusedOptions")
  void optionsWithoutOnnxFormAreRefused(IActivation activation) {
    assertRefused(activation);
  }

  @ParameterizedTest
  @EnumSource(names = {"RELU", "SOFTMAX", "SWISH"})
  void activationOfFeatureMapsAgreesWithDl4j(Activation activation) {
    OnnxParity.assertOutputAgrees(
        OnnxParity.chain(
            new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.IDENTITY).build(),
            new ActivationLayer(activation)));
    OnnxParity.assertOutputAgrees(
        OnnxParity.chain(
            new ConvolutionLayer.Builder(3, 3).nOut(4).activation(activation).build()));
  }

  private static void assertRefused(IActivation activation) {
    ComputationGraph network = dense(activation);
    assertThatThrownBy(() -> OnnxParity.export(network))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Layer 'layer_0' (%s) has no ONNX form in Graft"
                .formatted(activation.getClass().getSimpleName()));
  }
}
