package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageLoaderTest {

  private static final long MAX_PIXELS = 1_000_000;

  private static Preprocessing plain(int height, int width, ResizeRule resize, double fraction) {
    return new Preprocessing(
        height,
        width,
        ChannelOrder.RGB,
        resize,
        fraction,
        Interpolation.BILINEAR,
        List.of(10.0, 20.0, 30.0),
        List.of(1.0, 2.0, 4.0));
  }

  private static float[] load(Preprocessing preprocessing, byte[] bytes) throws Exception {
    int channels = preprocessing.channelOrder().channels();
    FloatBuffer out =
        FloatBuffer.allocate(channels * preprocessing.height() * preprocessing.width());
    try (ImageLoader loader = new ImageLoader(preprocessing, MAX_PIXELS)) {
      loader.load(bytes, out);
    }
    assertThat(out.hasRemaining()).isFalse();
    return out.array();
  }

  @ParameterizedTest
  @CsvSource({
    // image width, height; model height, width, rule, crop fraction
    "97, 61, 32, 32, SHORTER_SIDE, 0.875",
    "61, 97, 32, 32, SHORTER_SIDE, 0.875",
    "61, 97, 20, 40, SHORTER_SIDE, 0.9",
    "97, 40, 40, 20, SHORTER_SIDE, 1",
    "13, 7, 32, 32, SHORTER_SIDE, 0.8",
    "97, 61, 32, 24, STRETCH, 0.875",
    "32, 32, 32, 32, SHORTER_SIDE, 1",
  })
  void isTheArithmeticThatPreprocessingStates(
      int imageWidth, int imageHeight, int height, int width, ResizeRule rule, double fraction)
      throws Exception {
    BufferedImage image = SyntheticImages.noise(imageWidth, imageHeight, 9);
    Preprocessing preprocessing = plain(height, width, rule, fraction);
    float[] found = load(preprocessing, SyntheticImages.encode(image, "PNG"));
    float[] wanted = SlowPreprocessing.load(preprocessing, image);
    for (int index = 0; index < found.length; index++) {
      // OpenCV interpolates with 11 bit weights and rounds to a whole value.
      double oneValue = 1.01 / preprocessing.std().get(index / (height * width));
      assertThat((double) found[index])
          .as("float %d", index)
          .isCloseTo(wanted[index], within(oneValue));
    }
  }

  @Test
  void channelsComeInTheOrderOfTheModel() throws Exception {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_3BYTE_BGR);
    for (int pixel = 0; pixel < 16; pixel++) {
      image.setRGB(pixel % 4, pixel / 4, new Color(200, 100, 50).getRGB());
    }
    byte[] png = SyntheticImages.encode(image, "PNG");
    assertThat(load(oneByOne(ChannelOrder.RGB, Interpolation.AREA), png))
        .containsExactly(200, 100, 50);
    assertThat(load(oneByOne(ChannelOrder.BGR, Interpolation.AREA), png))
        .containsExactly(50, 100, 200);
    // 0.299 * 200 + 0.587 * 100 + 0.114 * 50
    assertThat(load(oneByOne(ChannelOrder.GRAY, Interpolation.AREA), png)).containsExactly(124);
  }

  @Test
  void directBuffersGetWhatOthersGetAtAnyPosition() throws Exception {
    Preprocessing preprocessing = plain(8, 6, ResizeRule.STRETCH, 1);
    int floats = 3 * 8 * 6;
    List<ByteOrder> orders = List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
    for (ByteOrder order : orders) {
      FloatBuffer heap = FloatBuffer.allocate(5 * floats);
      FloatBuffer direct =
          ByteBuffer.allocateDirect(5 * floats * Float.BYTES).order(order).asFloatBuffer();
      try (ImageLoader loader = new ImageLoader(preprocessing, MAX_PIXELS)) {
        for (int image = 1; image < 4; image++) {
          BufferedImage pixels = new BufferedImage(20, 20, BufferedImage.TYPE_3BYTE_BGR);
          pixels.setRGB(10, 5 * image, new Color(50 * image, 100, 7).getRGB());
          byte[] png = SyntheticImages.encode(pixels, "PNG");
          loader.load(png, heap.duplicate().position(image * floats));
          FloatBuffer room = direct.duplicate().position(image * floats);
          loader.load(png, room);
          assertThat(room.position()).isEqualTo((image + 1) * floats);
        }
      }
      assertThat(direct).as("%s", order).isEqualTo(heap);
      assertThat(heap.get(0)).isZero();
    }
  }

  private static Preprocessing oneByOne(ChannelOrder order, Interpolation interpolation) {
    List<Double> zeros = Collections.nCopies(order.channels(), 0.0);
    List<Double> ones = Collections.nCopies(order.channels(), 1.0);
    return new Preprocessing(1, 1, order, ResizeRule.STRETCH, 1, interpolation, zeros, ones);
  }

  @ParameterizedTest
  @CsvSource({"BILINEAR, 80", "NEAREST, 100", "AREA, 115", "BICUBIC, 67"})
  void interpolationIsTheOneAskedFor(Interpolation interpolation, float wanted) throws Exception {
    int[] columns = {100, 60, 100, 200};
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
    for (int pixel = 0; pixel < 16; pixel++) {
      image.getRaster().setSample(pixel % 4, pixel / 4, 0, columns[pixel % 4]);
    }
    byte[] png = SyntheticImages.encode(image, "PNG");
    assertThat(load(oneByOne(ChannelOrder.RGB, interpolation), png))
        .containsExactly(wanted, wanted, wanted);
  }

  @Test
  void writesAtThePositionOfTheBufferAndGivesTheSizeAfterOrientation() throws Exception {
    byte[] jpeg =
        SyntheticImages.withExif(
            SyntheticImages.patches("JPEG"), SyntheticImages.exif(6), new byte[0]);
    FloatBuffer batch = FloatBuffer.allocate(2 * 3 * 8 * 8 + 1);
    try (ImageLoader loader = new ImageLoader(PreprocessingPreset.RAW.forSize(8, 8), MAX_PIXELS)) {
      assertThat(loader.load(SyntheticImages.patches("PNG"), batch))
          .isEqualTo(new ImageSize(48, 32));
      assertThat(loader.load(jpeg, batch)).isEqualTo(new ImageSize(32, 48));
      assertThat(batch.position()).isEqualTo(2 * 3 * 8 * 8);
      assertThatThrownBy(() -> loader.load(jpeg, batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Room for 192 floats is needed, 1 are left");
      assertThat(batch.get(2 * 3 * 8 * 8)).isZero();
    }
  }

  @Test
  void theImageAfterABadOneIsItself() throws Exception {
    byte[] png = SyntheticImages.patches("PNG");
    byte[] damaged = png.clone();
    damaged[60] ^= 0x55;
    Preprocessing preprocessing = PreprocessingPreset.TORCH.forSize(8, 8);
    float[] alone = load(preprocessing, png);
    FloatBuffer out = FloatBuffer.allocate(alone.length);
    try (ImageLoader loader = new ImageLoader(preprocessing, MAX_PIXELS)) {
      loader.load(SyntheticImages.patches("GIF"), out);
      out.clear();
      for (byte[] bad : List.of(damaged, Arrays.copyOf(png, 50), new byte[0])) {
        assertThatThrownBy(() -> loader.load(bad, out)).isInstanceOf(BadImageException.class);
        assertThat(out.position()).isZero();
      }
      loader.load(png, out);
    }
    assertThat(out.array()).containsExactly(alone);
  }

  @Test
  void anImageTooLongAndThinToScaleIsTooLarge() {
    byte[] png =
        SyntheticImages.encode(new BufferedImage(1, 30_000, BufferedImage.TYPE_BYTE_GRAY), "PNG");
    assertThatThrownBy(() -> load(PreprocessingPreset.TF.forSize(224, 224), png))
        .isInstanceOfSatisfying(
            BadImageException.class,
            bad -> assertThat(bad.reason()).isEqualTo(QuarantineReason.TOO_LARGE))
        .hasMessage(
            "1x30000 pixels are too long and thin: scaled to 256x7680000 they exceed the limit of"
                + " 1,000,000 pixels");
  }
}
