package io.graft.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.error.UserException;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** One small network for each kind of layer and each option of it. */
class OnnxLayersTest {

  static Stream<Arguments> convolutions() {
    return Stream.of(
        layers("Truncate", convolution(3, 3).build()),
        layers("no bias", convolution(3, 3).hasBias(false).build()),
        layers("oblong kernel", convolution(2, 3).build()),
        layers("stride", convolution(3, 3).stride(2, 1).build()),
        layers("padding", convolution(3, 3).padding(2, 1).stride(2, 2).build()),
        layers("dilation", convolution(3, 3).dilation(2, 3).build()),
        layers("Strict", convolution(3, 2).convolutionMode(ConvolutionMode.Strict).build()),
        layers("Same", same(3, 3).build()),
        layers("Same, even kernel", same(2, 4).build()),
        layers("Same, stride 2", same(3, 3).stride(2, 2).build()),
        layers("Same, even kernel, stride 2", same(2, 4).stride(2, 2).build()),
        layers("Same, dilation", same(3, 2).dilation(2, 2).build()),
        layers("activation", same(3, 3).activation(Activation.TANH).build()),
        layers("frozen", new FrozenLayer(same(3, 3).activation(Activation.RELU).build())),
        layers("two", same(3, 3).build(), same(2, 2).build()));
  }

  static Stream<Arguments> groupedConvolutions() {
    return Stream.of(
        layers("depthwise", depthwise(1).build()),
        layers("depthwise, multiplier 2", depthwise(2).stride(2, 2).build()),
        layers("depthwise, no bias", depthwise(2).hasBias(false).build()),
        layers(
            "depthwise, Same",
            depthwise(2).convolutionMode(ConvolutionMode.Same).stride(2, 2).build()),
        layers("separable", separable(1).build()),
        layers("separable, multiplier 2", separable(2).stride(2, 2).build()),
        layers("separable, no bias", separable(2).hasBias(false).build()),
        layers(
            "separable, Same, activation",
            separable(2)
                .convolutionMode(ConvolutionMode.Same)
                .activation(Activation.SIGMOID)
                .build()));
  }

  static Stream<Arguments> poolings() {
    return Stream.of(
        layers("max", pooling(PoolingType.MAX).build()),
        layers("max, Same", samePooling(PoolingType.MAX).build()),
        layers("max, padding", pooling(PoolingType.MAX).padding(1, 0).build()),
        layers("max, dilation", pooling(PoolingType.MAX).dilation(2, 2).build()),
        layers("average", pooling(PoolingType.AVG).build()),
        layers("average, Same", samePooling(PoolingType.AVG).build()),
        layers("average, padding", pooling(PoolingType.AVG).padding(1, 1).build()),
        layers(
            "average, padding counted",
            pooling(PoolingType.AVG).padding(1, 1).avgPoolIncludePadInDivisor(true).build()),
        layers(
            "average, Same, padding counted",
            samePooling(PoolingType.AVG).avgPoolIncludePadInDivisor(true).build()),
        layers("global average", new GlobalPoolingLayer(PoolingType.AVG)),
        layers("global max", new GlobalPoolingLayer(PoolingType.MAX)),
        layers(
            "global, kept spatial",
            new GlobalPoolingLayer.Builder(PoolingType.AVG).collapseDimensions(false).build()));
  }

  static Stream<Arguments> others() {
    return Stream.of(
        layers("flatten and dense", dense().build()),
        layers("dense, no bias", dense().hasBias(false).build()),
        layers("dense behind dense", dense().activation(Activation.RELU).build(), dense().build()),
        layers("frozen dense", new FrozenLayer(dense().build())),
        layers("output layer", output()),
        layers(
            "loss layer",
            dense().build(),
            new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build()),
        layers("dropout", same(3, 3).build(), new DropoutLayer(0.5)),
        layers("dropout on a layer", dense().dropOut(0.5).build()),
        layers("response normalisation", new LocalResponseNormalization.Builder().n(3).build()),
        layers(
            "response normalisation, even window",
            new LocalResponseNormalization.Builder(1.5, 2, 0.3, 0.6).build()),
        layers("zero padding", new ZeroPaddingLayer(1, 2, 3, 4)),
        layers("cropping", new Cropping2D(1, 2, 3, 0)),
        layers("upsampling", new Upsampling2D.Builder(2).build()),
        layers("upsampling, oblong", new Upsampling2D.Builder().size(new int[] {2, 3}).build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"convolutions", "groupedConvolutions", "poolings", "others"})
  void layerAgreesWithDl4j(String name, Layer[] layers) {
    OnnxParity.assertOutputAgrees(OnnxParity.chain(layers));
  }

  static Stream<Arguments> unsupported() {
    return Stream.of(
        layers("Deconvolution2D", new Deconvolution2D.Builder(2, 2).nOut(3).build()),
        layers("SubsamplingLayer", pooling(PoolingType.PNORM).pnorm(2).build()),
        layers("SubsamplingLayer", pooling(PoolingType.AVG).dilation(2, 2).build()),
        layers("GlobalPoolingLayer", new GlobalPoolingLayer(PoolingType.SUM)),
        layers("DenseLayer", dense().hasLayerNorm(true).build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unsupported")
  void layerWithoutOnnxFormIsRefusedByName(String type, Layer[] layers) {
    var network =
        OnnxParity.chain(
            new ActivationLayer(Activation.TANH), layers[0], new ActivationLayer(Activation.TANH));
    assertThatThrownBy(() -> OnnxParity.export(network))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "Layer 'layer_1' (%s) has no ONNX form in Graft: cut the network before it, or use --engine dl4j."
                .formatted(type));
  }

  private static Arguments layers(String name, Layer... layers) {
    return Arguments.of(name, layers);
  }

  private static ConvolutionLayer.Builder convolution(int height, int width) {
    return new ConvolutionLayer.Builder(height, width)
        .nOut(4)
        .activation(Activation.IDENTITY)
        .convolutionMode(ConvolutionMode.Truncate);
  }

  private static ConvolutionLayer.Builder same(int height, int width) {
    return convolution(height, width).convolutionMode(ConvolutionMode.Same);
  }

  private static DepthwiseConvolution2D.Builder depthwise(int multiplier) {
    return new DepthwiseConvolution2D.Builder(3, 2)
        .depthMultiplier(multiplier)
        .nOut(OnnxParity.CHANNELS * multiplier)
        .activation(Activation.IDENTITY);
  }

  private static SeparableConvolution2D.Builder separable(int multiplier) {
    return new SeparableConvolution2D.Builder(3, 2)
        .depthMultiplier(multiplier)
        .nOut(4)
        .activation(Activation.IDENTITY);
  }

  private static SubsamplingLayer.Builder pooling(PoolingType type) {
    return new SubsamplingLayer.Builder(new int[] {3, 2}, new int[] {2, 2}).poolingType(type);
  }

  private static SubsamplingLayer.Builder samePooling(PoolingType type) {
    return pooling(type).convolutionMode(ConvolutionMode.Same);
  }

  private static DenseLayer.Builder dense() {
    return new DenseLayer.Builder().nOut(5).activation(Activation.IDENTITY);
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(5)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
