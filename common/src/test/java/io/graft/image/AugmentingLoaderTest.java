package io.graft.image;

import static io.graft.image.AugmentedLoads.MAX_PIXELS;
import static io.graft.image.AugmentedLoads.ROTATION;
import static io.graft.image.AugmentedLoads.load;
import static io.graft.image.AugmentedLoads.noise;
import static io.graft.image.AugmentedLoads.predicted;
import static io.graft.image.AugmentedLoads.raw;
import static io.graft.image.AugmentedLoads.room;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.graft.config.AugmentationConfig;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AugmentingLoaderTest {

  private static final AugmentationConfig EVERYTHING =
      new AugmentationConfig(0.5, 0.5, 180, 0.2, 1.5, 0.4, 0.4, 0.4);

  @ParameterizedTest
  @EnumSource
  void withoutAugmentationItIsTheImageLoader(Interpolation interpolation) throws Exception {
    byte[] turned =
        SyntheticImages.withExif(
            SyntheticImages.patches("JPEG"), SyntheticImages.exif(6), new byte[0]);
    for (ChannelOrder order : ChannelOrder.values()) {
      for (ResizeRule rule : ResizeRule.values()) {
        Preprocessing model = raw(20, 32, order, rule, interpolation);
        for (byte[] image : List.of(noise(61, 47), noise(13, 90), turned)) {
          assertThat(load(model, AugmentationConfig.NONE, image, 8))
              .containsExactly(predicted(model, image));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "180, 1", "0, 0.2", "180, 0.2"})
  void flipsAreExact(double rotation, double minArea) throws Exception {
    Preprocessing model = raw(20, 32, ResizeRule.SHORTER_SIDE);
    byte[] image = noise(61, 47);
    float[] upright = load(model, flips(0, 0, rotation, minArea), image, 1);
    float[] left = load(model, flips(1, 0, rotation, minArea), image, 1);
    float[] down = load(model, flips(0, 1, rotation, minArea), image, 1);
    float[] turned = load(model, flips(1, 1, rotation, minArea), image, 1);
    for (int plane = 0; plane < 3; plane++) {
      for (int y = 0; y < 20; y++) {
        for (int x = 0; x < 32; x++) {
          int at = (plane * 20 + y) * 32 + x;
          assertThat(left[at]).isEqualTo(upright[(plane * 20 + y) * 32 + 31 - x]);
          assertThat(down[at]).isEqualTo(upright[(plane * 20 + 19 - y) * 32 + x]);
          assertThat(turned[at]).isEqualTo(upright[(plane * 20 + 19 - y) * 32 + 31 - x]);
        }
      }
    }
  }

  private static AugmentationConfig flips(
      double horizontal, double vertical, double rotation, double minArea) {
    return new AugmentationConfig(horizontal, vertical, rotation, minArea, 1.5, 0, 0, 0);
  }

  @Test
  void flipsComeAsOftenAsAskedFor() {
    AugmentationConfig quarter = new AugmentationConfig(0.25, 0.5, 0, 1, 1, 0, 0, 0);
    int mirrored = 0;
    int upsideDown = 0;
    int both = 0;
    for (int index = 0; index < 10_000; index++) {
      Variation variation = Variation.draw(quarter, AugmentingLoader.imageSeed(1, 2, index));
      mirrored += variation.flippedHorizontally() ? 1 : 0;
      upsideDown += variation.flippedVertically() ? 1 : 0;
      both += variation.flippedHorizontally() && variation.flippedVertically() ? 1 : 0;
    }
    // Five standard errors.
    assertThat(mirrored).isBetween(2_280, 2_720);
    assertThat(upsideDown).isBetween(4_750, 5_250);
    assertThat(both).isBetween(1_085, 1_415);
  }

  @Test
  void theSameSeedGivesTheSamePixelsInAnyOrderAndLoader() throws Exception {
    List<byte[]> images = List.of(noise(61, 47), noise(13, 90), noise(200, 200));
    Preprocessing model = raw(20, 32, ResizeRule.SHORTER_SIDE);
    List<float[]> forwards = new ArrayList<>();
    try (AugmentingLoader loader = new AugmentingLoader(model, EVERYTHING, MAX_PIXELS)) {
      for (int index = 0; index < 60; index++) {
        FloatBuffer out = room(model);
        loader.load(images.get(index % 3), index, out);
        forwards.add(out.array());
      }
    }
    try (AugmentingLoader loader = new AugmentingLoader(model, EVERYTHING, MAX_PIXELS)) {
      for (int index = 59; index >= 0; index--) {
        FloatBuffer out = room(model);
        loader.load(images.get(index % 3), index, out);
        assertThat(out.array()).containsExactly(forwards.get(index));
      }
    }
    assertThat(forwards.get(3)).isNotEqualTo(forwards.get(0));
  }

  @Test
  void seedsDifferByEpochImageAndTrainingSeed() {
    Set<Long> seeds = new HashSet<>();
    for (int training = -5; training < 5; training++) {
      for (int epoch = 0; epoch < 50; epoch++) {
        for (int index = 0; index < 200; index++) {
          seeds.add(AugmentingLoader.imageSeed(training, epoch, index));
        }
      }
    }
    assertThat(seeds).hasSize(10 * 50 * 200);
    // Runs that go on depend on it: it may not change.
    assertThat(AugmentingLoader.imageSeed(42, 3, 7)).isEqualTo(-6111499642997921453L);
  }

  @ParameterizedTest
  @EnumSource
  void colourNetworksAndGreyOnesTakeImagesOfAnyShape(ChannelOrder order) throws Exception {
    for (Interpolation interpolation : Interpolation.values()) {
      for (ResizeRule rule : ResizeRule.values()) {
        Preprocessing model = raw(8, 12, order, rule, interpolation);
        for (ImageSize size : List.of(new ImageSize(1, 1), new ImageSize(1, 700))) {
          byte[] tall = plain(size.width(), size.height());
          byte[] wide = plain(size.height(), size.width());
          AugmentationConfig geometry = new AugmentationConfig(0.5, 0.5, 180, 0.1, 2, 0, 0, 0);
          for (int seed = 0; seed < 20; seed++) {
            assertThat(load(model, geometry, tall, seed)).containsOnly(90);
            assertThat(load(model, geometry, wide, seed)).containsOnly(90);
            assertThat(load(model, ROTATION, wide, seed)).containsOnly(90);
          }
        }
      }
    }
  }

  private static byte[] plain(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int pixel = 0; pixel < width * height; pixel++) {
      image.setRGB(pixel % width, pixel / width, new Color(90, 90, 90).getRGB());
    }
    return SyntheticImages.encode(image, "PNG");
  }

  @ParameterizedTest
  @EnumSource
  void sidesBeyondWhatOpenCvTurnsAreTurned(Interpolation interpolation) throws Exception {
    AugmentationConfig slight = new AugmentationConfig(0, 0, 0.01, 1, 1, 0, 0, 0);
    BufferedImage image = new BufferedImage(50_000, 30, BufferedImage.TYPE_BYTE_GRAY);
    for (int x = 0; x < 50_000; x++) {
      for (int y = 0; y < 30; y++) {
        image.getRaster().setSample(x, y, 0, x / 250);
      }
    }
    Preprocessing model = raw(4, 100, ChannelOrder.GRAY, ResizeRule.STRETCH, interpolation);
    float[] found = load(model, slight, SyntheticImages.encode(image, "PNG"), 3);
    for (int pixel = 0; pixel < 400; pixel++) {
      assertThat((double) found[pixel]).isCloseTo(2 * (pixel % 100) + 1, within(3.0));
    }
  }

  @Test
  void aBadImageLeavesTheBufferAndTheNextImageAlone() throws Exception {
    Preprocessing model = raw(8, 8, ResizeRule.STRETCH);
    byte[] good = noise(20, 30);
    FloatBuffer out = room(model);
    try (AugmentingLoader loader = new AugmentingLoader(model, EVERYTHING, MAX_PIXELS)) {
      assertThatThrownBy(() -> loader.load(new byte[9], 1, out))
          .isInstanceOf(BadImageException.class);
      assertThat(out.position()).isZero();
      loader.load(good, 1, out);
      assertThat(out.array()).containsExactly(load(model, EVERYTHING, good, 1));
      assertThatThrownBy(() -> loader.load(good, 1, out))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Room for 192 floats is needed, 0 are left");
      loader.loadWithoutNative(good, 1, out.clear());
      assertThat(out.array()).containsExactly(load(model, EVERYTHING, good, 1));
    }
  }

  @Test
  void thousandsOfImagesLeaveNothingBehind() throws Exception {
    Preprocessing model = raw(32, 32, ResizeRule.SHORTER_SIDE);
    byte[] image = SyntheticImages.encode(SyntheticImages.noise(200, 180, 1), "BMP");
    load(model, EVERYTHING, image, 0);
    FloatBuffer out = room(model);
    try (OwnedPointers pointers = new OwnedPointers()) {
      try (AugmentingLoader loader = new AugmentingLoader(model, EVERYTHING, MAX_PIXELS)) {
        long resident = 0;
        for (int index = 0; index < 6_000; index++) {
          loader.load(image, index, out.clear());
          resident = index == 1_000 ? Pointer.physicalBytes() : resident;
        }
        // Leaked, 5,000 pictures would be 540 MB.
        assertThat(Pointer.physicalBytes() - resident).isLessThan(200L << 20);
      }
      assertThat(pointers.allocated()).isGreaterThan(6_000);
      assertThat(pointers.notFreed()).isEmpty();
    }
  }
}
