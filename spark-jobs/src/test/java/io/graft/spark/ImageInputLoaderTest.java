package io.graft.spark;

import static io.graft.spark.SampleNetwork.input;
import static io.graft.spark.SampleNetwork.png;
import static org.assertj.core.api.Assertions.assertThat;

import io.graft.spark.ImageInput.Trust;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ImageInputLoaderTest {

  @Test
  void anImageThatTookTooLongIsQuarantinedThoughNobodyWaitedForIt() {
    assertThat(load(Duration.ofNanos(1)).getReason()).isEqualTo("timed-out");
    assertThat(load(Duration.ofMinutes(1)).getReason()).isNull();
  }

  private static ImageRow load(Duration limit) {
    var input = SampleNetwork.SPEC.preprocessing();
    ImageBatch batch = new ImageBatch(1, 3 * input.height() * input.width());
    try (batch;
        ImageInputLoader loader =
            new ImageInputLoader(SampleNetwork.SPEC, SampleNetwork.files(), Trust.UNKNOWN, limit)) {
      return loader.load(input("a", png(1)), batch.room());
    }
  }
}
