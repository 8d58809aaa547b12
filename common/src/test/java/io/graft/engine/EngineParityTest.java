package io.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.TestModels;
import io.graft.image.Preprocessing;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.model.Pooling;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both engines give the same features, on real weights, cut early, in the middle and at the end.
 */
class EngineParityTest {

  private static final int BATCH = 4;

  static Stream<Arguments> cuts() {
    return Stream.of(
        Arguments.of(
            "mobilenet_v1_0.25_224.h5",
            List.of("conv_pw_3_relu", "conv_pw_11_bn", "global_average_pooling2d_1")),
        Arguments.of("squeezenet_v1.1_227.h5", List.of("pool3", "fire5_concat", "fire9_concat")));
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void enginesAgree(String file, List<String> layers) {
    BaseModel model = TestModels.load(file);
    for (Pooling pooling : Pooling.values()) {
      List<Cut> cuts = layers.stream().map(layer -> new Cut(layer, pooling)).toList();
      FloatBuffer images = randomImages(model.preprocessing());
      try (FeatureExtractor onnx = onnx(model, cuts);
          FeatureExtractor dl4j =
              new Dl4jFeatureExtractor(model.network(), cuts, model.preprocessing(), BATCH)) {
        float[][][] found = onnx.extract(images, BATCH);
        float[][][] expected = dl4j.extract(images, BATCH);
        for (int cut = 0; cut < cuts.size(); cut++) {
          assertThat(relativeError(found[cut], expected[cut]))
              .as("%s %s", file, cuts.get(cut))
              .isLessThan(1e-4);
        }
      }
    }
  }

  @Test
  void wholeNetworkWithItsClassifierAgrees() {
    BaseModel model = TestModels.squeezeNet();
    List<Cut> cuts = List.of(new Cut("loss", Pooling.NONE));
    FloatBuffer images = randomImages(model.preprocessing());
    try (FeatureExtractor onnx = onnx(model, cuts);
        FeatureExtractor dl4j =
            new Dl4jFeatureExtractor(model.network(), cuts, model.preprocessing(), BATCH)) {
      float[][] probabilities = onnx.extract(images, BATCH)[0];
      assertThat(probabilities[0]).hasSize(1000);
      assertThat(relativeError(probabilities, dl4j.extract(images, BATCH)[0])).isLessThan(1e-4);
    }
  }

  @Test
  void featuresDoNotDependOnCompany() {
    BaseModel model = TestModels.mobileNet();
    List<Cut> cuts = List.of(new Cut("act_softmax", Pooling.NONE));
    FloatBuffer images = randomImages(model.preprocessing());
    try (FeatureExtractor onnx = onnx(model, cuts)) {
      float[][] together = onnx.extract(images, BATCH)[0];
      float[][] alone = onnx.extract(images, 1)[0];
      assertThat(alone).hasDimensions(1, 1000);
      assertThat(alone[0]).isEqualTo(together[0]);
      float[][] shifted = onnx.extract(swapFirstAndLast(images, model.preprocessing()), BATCH)[0];
      assertThat(shifted[BATCH - 1]).isEqualTo(together[0]);
    }
  }

  private static FeatureExtractor onnx(BaseModel model, List<Cut> cuts) {
    byte[] exported = OnnxExporter.export(model.network(), model.preprocessing(), cuts);
    return new OnnxFeatureExtractor(exported, model.preprocessing(), BATCH, Device.CPU);
  }

  private static FloatBuffer randomImages(Preprocessing preprocessing) {
    Random random = new Random(7);
    FloatBuffer images = buffer(preprocessing);
    while (images.hasRemaining()) {
      images.put((float) random.nextGaussian());
    }
    return images;
  }

  private static FloatBuffer swapFirstAndLast(FloatBuffer images, Preprocessing preprocessing) {
    int imageSize = images.capacity() / BATCH;
    FloatBuffer swapped = buffer(preprocessing);
    for (int i = 0; i < BATCH; i++) {
      int from = i == 0 ? BATCH - 1 : i == BATCH - 1 ? 0 : i;
      swapped.put(images.slice(from * imageSize, imageSize));
    }
    return swapped;
  }

  private static FloatBuffer buffer(Preprocessing preprocessing) {
    int elements =
        BATCH
            * preprocessing.channelOrder().channels()
            * preprocessing.height()
            * preprocessing.width();
    return ByteBuffer.allocateDirect(elements * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static double relativeError(float[][] found, float[][] expected) {
    double difference = 0;
    double size = 0;
    assertThat(found).hasSameDimensionsAs(expected);
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j < expected[i].length; j++) {
        difference += Math.pow(found[i][j] - expected[i][j], 2);
        size += Math.pow(expected[i][j], 2);
      }
    }
    assertThat(size).isPositive();
    return Math.sqrt(difference / size);
  }
}
