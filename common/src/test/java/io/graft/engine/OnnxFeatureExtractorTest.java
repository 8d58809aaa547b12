package io.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.TestNetworks;
import io.graft.error.UserException;
import io.graft.image.Preprocessing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.junit.jupiter.api.Test;

class OnnxFeatureExtractorTest {

  private static final int BATCH = 2;
  private static final int IMAGE = OnnxParity.CHANNELS * OnnxParity.HEIGHT * OnnxParity.WIDTH;

  private final Preprocessing preprocessing =
      TestNetworks.preprocessing(OnnxParity.CHANNELS, OnnxParity.HEIGHT, OnnxParity.WIDTH);
  private final byte[] model =
      OnnxParity.export(OnnxParity.chain(new DenseLayer.Builder().nOut(5).build()));

  @Test
  void cardThatIsNotThereIsAnError() {
    assertThatThrownBy(
            () -> new OnnxFeatureExtractor(model, preprocessing, BATCH, Device.CUDA).close())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Device cuda can't be had: ");
  }

  @Test
  void autoTakesWhatThereIs() {
    try (var extractor = new OnnxFeatureExtractor(model, preprocessing, BATCH, Device.AUTO)) {
      assertThat(extractor.extract(pixels(), 1)[0]).hasDimensions(1, 5);
      assertThat(extractor.batchSize()).isEqualTo(BATCH);
    }
  }

  @Test
  void countIsFromOneToTheBatchSize() {
    try (var extractor = new OnnxFeatureExtractor(model, preprocessing, BATCH, Device.CPU)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> extractor.extract(pixels(), 0))
          .withMessage("0 images in a batch of 2");
      assertThatIllegalArgumentException().isThrownBy(() -> extractor.extract(pixels(), 3));
    }
  }

  @Test
  void anImageHasTheSameFeaturesWhereverItLiesInABatch() {
    FloatBuffer pixels = pixels();
    for (int i = 0; i < IMAGE; i++) {
      pixels.put(i, i % 7).put(IMAGE + i, i % 5 - 2);
    }
    FloatBuffer swapped = pixels();
    swapped.put(0, pixels, IMAGE, IMAGE).put(IMAGE, pixels, 0, IMAGE);
    try (var extractor = new OnnxFeatureExtractor(model, preprocessing, BATCH, Device.CPU)) {
      float[][] features = extractor.extract(pixels, 2)[0];
      assertThat(features[0]).isNotEqualTo(features[1]);
      assertThat(extractor.extract(swapped, 2)[0])
          .isDeepEqualTo(new float[][] {features[1], features[0]});
      assertThat(extractor.extract(swapped, 1)[0]).isDeepEqualTo(new float[][] {features[1]});
    }
  }

  private static FloatBuffer pixels() {
    return ByteBuffer.allocateDirect(BATCH * IMAGE * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
