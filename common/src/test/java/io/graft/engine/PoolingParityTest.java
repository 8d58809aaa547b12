package io.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.TestNetworks;
import io.graft.error.UserException;
import io.graft.model.Cut;
import io.graft.model.NetworkCutter;
import io.graft.model.NetworkShape;
import io.graft.model.Pooling;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What each pooling gives, worked out here, and that both engines give the same. */
class PoolingParityTest {

  private static final int CHANNELS = 2;

  @ParameterizedTest
  @EnumSource
  void bothEnginesAgreeOnOddAndEvenSides(Pooling pooling) {
    OnnxParity.assertCutsAgree(
        OnnxParity.chain(convolution()), List.of(new Cut("layer_0", pooling)));
  }

  @ParameterizedTest
  @CsvSource({"4, 6", "5, 7", "2, 3", "3, 2"})
  void averageAndMaximumOfEveryChannel(int height, int width) {
    float[] maps = maps(height, width);
    float[] found = pooled(height, width, Pooling.AVERAGE_MAXIMUM);
    assertThat(found).hasSize(2 * CHANNELS);
    for (int c = 0; c < CHANNELS; c++) {
      double sum = 0;
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = c * height * width; i < (c + 1) * height * width; i++) {
        sum += maps[i];
        largest = Math.max(largest, maps[i]);
      }
      assertThat(Math.abs(found[c] - sum / (height * width))).isLessThan(1e-6);
      assertThat(Math.abs(found[CHANNELS + c] - largest)).isLessThan(1e-6);
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 6, 2, 3", "5, 7, 3, 4", "2, 3, 1, 2", "3, 2, 2, 1"})
  void gridOfEqualWindowsInTheOrderChannelsRowsColumns(
      int height, int width, int windowHeight, int windowWidth) {
    float[] maps = maps(height, width);
    float[] found = pooled(height, width, Pooling.GRID);
    assertThat(found).hasSize(4 * CHANNELS);
    int next = 0;
    for (int c = 0; c < CHANNELS; c++) {
      for (int top : new int[] {0, height - windowHeight}) {
        for (int left : new int[] {0, width - windowWidth}) {
          double sum = 0;
          for (int y = top; y < top + windowHeight; y++) {
            for (int x = left; x < left + windowWidth; x++) {
              sum += maps[(c * height + y) * width + x];
            }
          }
          double expected = sum / (windowHeight * windowWidth);
          assertThat(Math.abs(found[next++] - expected)).isLessThan(1e-6);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 4", "4, 1", "1, 1"})
  void mapsTooSmallForAGridAreRefused(int height, int width) {
    String message =
        "Layer 'layer_0' gives maps of %d x %d pixels, too small for pooling grid, which takes 2 x 2 or more: use average."
            .formatted(height, width);
    Cut cut = new Cut("layer_0", Pooling.GRID);
    ComputationGraph network = network(height, width);
    var preprocessing = TestNetworks.preprocessing(3, height, width);
    assertThatThrownBy(() -> NetworkCutter.features(network, cut, preprocessing))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> OnnxExporter.export(network, preprocessing, List.of(cut)))
        .isInstanceOf(UserException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({"AVERAGE, 2", "AVERAGE_MAXIMUM, 4", "GRID, 8", "NONE, 40"})
  void widthIsWhatComesOut(Pooling pooling, int width) {
    NetworkShape shape = NetworkShape.of(network(4, 5), TestNetworks.preprocessing(3, 4, 5));
    assertThat(shape.width("layer_0", pooling)).isEqualTo(width);
    assertThat(shape.width("layer_1", pooling)).isEqualTo(3);
    assertThat(pooled(4, 5, pooling)).hasSize(width);
  }

  @Test
  void textsAreRead() {
    for (Pooling pooling : Pooling.values()) {
      assertThat(Pooling.parse(pooling.text())).isEqualTo(pooling);
    }
    assertThat(Pooling.parse("Average-Maximum")).isEqualTo(Pooling.AVERAGE_MAXIMUM);
    assertThatThrownBy(() -> Pooling.parse("maximum"))
        .hasMessage("Unknown pooling 'maximum': use average, average-maximum, grid or none.");
  }

  private static ComputationGraph network(int height, int width) {
    return TestNetworks.chain(
        InputType.convolutional(height, width, 3),
        convolution(),
        new DenseLayer.Builder().nOut(3).build());
  }

  private static ConvolutionLayer convolution() {
    return new ConvolutionLayer.Builder(1, 1)
        .nOut(CHANNELS)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.TANH)
        .build();
  }

  /** The first image's maps, unpooled: channels, height, width. */
  private static float[] maps(int height, int width) {
    INDArray images = TestNetworks.images(2, 3, height, width);
    INDArray maps = network(height, width).feedForward(images, false).get("layer_0");
    return first(maps);
  }

  private static float[] pooled(int height, int width, Pooling pooling) {
    Cut cut = new Cut("layer_0", pooling);
    var preprocessing = TestNetworks.preprocessing(3, height, width);
    return first(
        NetworkCutter.features(network(height, width), cut, preprocessing)
            .outputSingle(TestNetworks.images(2, 3, height, width)));
  }

  private static float[] first(INDArray output) {
    return output.dup('c').reshape('c', 2, output.length() / 2).toFloatMatrix()[0];
  }
}
