package io.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.TestNetworks;
import io.graft.error.UserException;
import io.graft.image.Preprocessing;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.junit.jupiter.api.Test;

class OnnxFeatureExtractorTest {

  private static final int BATCH = 2;

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

  private static FloatBuffer pixels() {
    int floats = BATCH * OnnxParity.CHANNELS * OnnxParity.HEIGHT * OnnxParity.WIDTH;
    return ByteBuffer.allocateDirect(floats * Float.BYTES).asFloatBuffer();
  }
}
