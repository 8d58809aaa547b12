package io.graft.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.TestNetworks;
import io.graft.onednn.OneDnn;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A network that goes through a DL4J zip answers as before, whatever its format was. */
class Dl4jZipTest {

  private static final int HEIGHT = 9;
  private static final int WIDTH = 8;
  private static final double ALLOWED_RELATIVE_ERROR = 1e-5;

  @TempDir Path folder;

  static Stream<Arguments> middles() {
    return Stream.of(CNN2DFormat.values())
        .flatMap(
            format ->
                Stream.of(
                    arguments("flatten", format, pooling(format)),
                    arguments("flatten and dropout", format, pooling(format), new DropoutLayer(.5)),
                    arguments("separable", format, separable(format)),
                    arguments("depthwise", format, depthwise(format)),
                    arguments(
                        "batch norm",
                        format,
                        new BatchNormalization.Builder().dataFormat(format).build()),
                    arguments(
                        "zero padding",
                        format,
                        new ZeroPaddingLayer.Builder(1, 2, 3, 0).dataFormat(format).build()),
                    arguments(
                        "cropping",
                        format,
                        new Cropping2D.Builder(1, 0, 2, 1).dataFormat(format).build()),
                    arguments(
                        "upsampling",
                        format,
                        new Upsampling2D.Builder(2).dataFormat(format).build()),
                    arguments(
                        "response normalisation",
                        format,
                        new LocalResponseNormalization.Builder().dataFormat(format).build()),
                    arguments("global average", format, new GlobalPoolingLayer(PoolingType.AVG)),
                    arguments("global max", format, new GlobalPoolingLayer(PoolingType.MAX)),
                    arguments("frozen", format, new FrozenLayer(convolution(4, format)))));
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("middles")
  void graphAnswersAsBefore(String name, CNN2DFormat format, Layer[] middle) {
    ComputationGraph original = TestNetworks.chain(input(format), withEnds(format, middle));
    assertLoadedAnswersAs(original, output(original::outputSingle, format));
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("middles")
  void sequenceAnswersAsBefore(String name, CNN2DFormat format, Layer[] middle) {
    MultiLayerNetwork original = TestNetworks.sequence(input(format), withEnds(format, middle));
    assertLoadedAnswersAs(original, output(original::output, format));
  }

  @ParameterizedTest
  @EnumSource
  void mergedBranchesAnswerAsBefore(CNN2DFormat format) {
    ComputationGraph original =
        TestNetworks.build(
            TestNetworks.graph(input(format))
                .addLayer("left", convolution(4, format), TestNetworks.INPUT)
                .addLayer("right", convolution(3, format), TestNetworks.INPUT)
                .addVertex("both", new MergeVertex(), "left", "right")
                .addLayer("behind", convolution(2, format), "both")
                .addLayer("output", classifier(), "behind")
                .setOutputs("output"));
    assertLoadedAnswersAs(original, output(original::outputSingle, format));
  }

  @Test
  void sequenceKeepsItsNamesAndGetsUsableOnesWhereItHasNone() {
    Layer named = convolution(4, CNN2DFormat.NCHW);
    named.setLayerName("1");
    MultiLayerNetwork original =
        TestNetworks.sequence(
            input(CNN2DFormat.NCHW),
            named,
            new ActivationLayer(Activation.RELU),
            new DenseLayer.Builder().nOut(3).build());
    ModelFiles.save(folder, "model.zip", original, HEIGHT, WIDTH);
    BaseModel loaded = ModelFiles.load(folder, "model.zip");
    assertThat(new NetworkGraph(loaded.network()).order())
        .hasSize(3)
        .startsWith("1")
        .doesNotHaveDuplicates();
    assertLoadedAnswersAs(original, output(original::output, CNN2DFormat.NCHW));
  }

  private void assertLoadedAnswersAs(Model original, INDArray expected) {
    ModelFiles.save(folder, "model.zip", original, HEIGHT, WIDTH);
    BaseModel loaded = ModelFiles.load(folder, "model.zip");
    assertThat(loaded.network().getConfiguration().toJson()).doesNotContain("NHWC");
    INDArray found = loaded.network().outputSingle(images());
    assertThat(TestNetworks.relativeError(found, expected)).isLessThan(ALLOWED_RELATIVE_ERROR);
  }

  private interface Run {
    INDArray output(INDArray images);
  }

  private static INDArray output(Run network, CNN2DFormat format) {
    INDArray images = format == CNN2DFormat.NCHW ? images() : images().permute(0, 2, 3, 1).dup('c');
    return OneDnn.without(() -> network.output(images).dup('c'));
  }

  private static INDArray images() {
    return TestNetworks.images(2, 3, HEIGHT, WIDTH);
  }

  private static InputType input(CNN2DFormat format) {
    return InputType.convolutional(HEIGHT, WIDTH, 3, format);
  }

  private static Arguments arguments(String name, CNN2DFormat format, Layer... middle) {
    return Arguments.of(name, format, middle);
  }

  private static Layer[] withEnds(CNN2DFormat format, Layer... middle) {
    Layer first = convolution(4, format);
    return Stream.concat(
            Stream.concat(Stream.of(first), Stream.of(middle)),
            Stream.of(new DenseLayer.Builder().nOut(6).build(), classifier()))
        .toArray(Layer[]::new);
  }

  private static OutputLayer classifier() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static ConvolutionLayer convolution(int outputs, CNN2DFormat format) {
    return new ConvolutionLayer.Builder(3, 2)
        .nOut(outputs)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.RELU)
        .dataFormat(format)
        .build();
  }

  private static Layer pooling(CNN2DFormat format) {
    return new SubsamplingLayer.Builder(new int[] {2, 2}, new int[] {2, 2})
        .poolingType(PoolingType.MAX)
        .dataFormat(format)
        .build();
  }

  private static Layer separable(CNN2DFormat format) {
    return new SeparableConvolution2D.Builder(3, 2)
        .nOut(5)
        .depthMultiplier(2)
        .convolutionMode(ConvolutionMode.Same)
        .dataFormat(format)
        .build();
  }

  private static Layer depthwise(CNN2DFormat format) {
    return new DepthwiseConvolution2D.Builder(3, 2)
        .depthMultiplier(2)
        .nOut(8)
        .convolutionMode(ConvolutionMode.Same)
        .dataFormat(format)
        .build();
  }
}
