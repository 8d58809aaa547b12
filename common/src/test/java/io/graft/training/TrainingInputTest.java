package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.TestNetworks;
import io.graft.config.AugmentationConfig;
import io.graft.image.BadImageException;
import io.graft.image.Preprocessing;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class TrainingInputTest {

  private static final Preprocessing PREPROCESSING = TestNetworks.preprocessing(3, 8, 8);
  private static final AugmentationConfig VARIED =
      new AugmentationConfig(0.5, 0.5, 30, 0.5, 1.5, 0.3, 0.3, 0.3);

  @Test
  void epochsTakeViewsInTurn() throws IOException, BadImageException {
    EncodedImageInput input = new EncodedImageInput(PREPROCESSING, VARIED, 3, 1_000_000);
    assertThat(input.shapes()).containsExactly(TensorShape.of(3, 8, 8));
    byte[] image = png();
    assertThat(read(input, 0, image)).isEqualTo(read(input, 3, image));
    assertThat(read(input, 1, image)).isEqualTo(read(input, 7, image));
    assertThat(read(input, 0, image)).isNotEqualTo(read(input, 1, image));
    assertThat(read(input, 1, image)).isNotEqualTo(read(input, 2, image));
  }

  @Test
  void frozenOutputsComeBackAsTheyWere() throws BadImageException {
    float[] maps = {1, -2, Float.MIN_VALUE, 4, 5, 6, 7, 0.1f};
    float[] features = {9, 10};
    FrozenOutputInput input =
        new FrozenOutputInput(List.of(TensorShape.of(2, 2, 2), TensorShape.of(2)));
    List<FloatBuffer> rooms = List.of(FloatBuffer.allocate(16), FloatBuffer.allocate(4));
    byte[] bytes = FrozenOutputInput.toBytes(List.of(maps, features));
    assertThat(bytes).hasSize(40).startsWith(0, 0, 0x80, 0x3f);
    try (ExampleReader reader = input.open(1, 5)) {
      reader.read(0, bytes, rooms);
      reader.read(1, bytes, rooms);
    }
    assertThat(rooms.get(0).slice(8, 8)).isEqualTo(FloatBuffer.wrap(maps));
    assertThat(rooms.get(1).array()).containsExactly(9, 10, 9, 10);
  }

  @Test
  void anotherNetworksOutputsAreNotRead() {
    FrozenOutputInput input = new FrozenOutputInput(List.of(TensorShape.of(2)));
    byte[] bytes = FrozenOutputInput.toBytes(List.of(new float[3]));
    try (ExampleReader reader = input.open(1, 0)) {
      assertThatThrownBy(() -> reader.read(7, bytes, List.of(FloatBuffer.allocate(2))))
          .hasMessage("Example 7 has 12 bytes of frozen layers' output, not 8");
    }
  }

  private static float[] read(TrainingInput input, int epoch, byte[] image)
      throws BadImageException {
    FloatBuffer room = FloatBuffer.allocate(3 * 8 * 8);
    try (ExampleReader reader = input.open(42, epoch)) {
      reader.read(11, image, List.of(room));
    }
    return room.array();
  }

  private static byte[] png() throws IOException {
    Random random = new Random(1);
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, random.nextInt(1 << 24));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "png", out);
    return out.toByteArray();
  }
}
