package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.graft.config.AugmentationConfig;
import java.awt.Color;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AugmentingLoaderTest {

  private static final long MAX_PIXELS = 10_000_000;
  private static final AugmentationConfig EVERYTHING =
      new AugmentationConfig(0.5, 0.5, 180, 0.2, 1.5, 0.4, 0.4, 0.4);
  private static final AugmentationConfig ROTATION =
      new AugmentationConfig(0, 0, 180, 1, 1, 0, 0, 0);

  private static Preprocessing raw(
      int height, int width, ChannelOrder order, ResizeRule rule, Interpolation interpolation) {
    List<Double> zeros = Collections.nCopies(order.channels(), 0.0);
    List<Double> ones = Collections.nCopies(order.channels(), 1.0);
    return new Preprocessing(height, width, order, rule, 0.875, interpolation, zeros, ones);
  }

  private static Preprocessing raw(int height, int width, ResizeRule rule) {
    return raw(height, width, ChannelOrder.RGB, rule, Interpolation.BILINEAR);
  }

  private static FloatBuffer room(Preprocessing model) {
    return FloatBuffer.allocate(model.channelOrder().channels() * model.height() * model.width());
  }

  private static float[] load(
      Preprocessing model, AugmentationConfig augmentation, byte[] bytes, long seed)
      throws Exception {
    FloatBuffer out = room(model);
    try (AugmentingLoader loader = new AugmentingLoader(model, augmentation, MAX_PIXELS)) {
      loader.load(bytes, seed, out);
    }
    assertThat(out.hasRemaining()).isFalse();
    return out.array();
  }

  private static float[] predicted(Preprocessing model, byte[] bytes) throws Exception {
    FloatBuffer out = room(model);
    try (ImageLoader loader = new ImageLoader(model, MAX_PIXELS)) {
      loader.load(bytes, out);
    }
    return out.array();
  }

  private static byte[] noise(int width, int height) {
    return SyntheticImages.encode(SyntheticImages.noise(width, height, 3), "PNG");
  }

  /** Red is the column, green the row: a pixel says where it comes from. */
  private static byte[] ramp(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, new Color(x, y, 0).getRGB());
      }
    }
    return SyntheticImages.encode(image, "PNG");
  }

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

  @ParameterizedTest
  @CsvSource({
    "250, 180, 32, 32, STRETCH",
    "180, 250, 24, 40, STRETCH",
    "250, 20, 32, 32, STRETCH",
    "250, 180, 32, 32, SHORTER_SIDE",
    "20, 250, 40, 24, SHORTER_SIDE",
    "200, 200, 200, 200, SHORTER_SIDE",
    "30, 20, 64, 64, SHORTER_SIDE",
  })
  void rotationTakesEveryPixelFromWhereItShould(
      int imageWidth, int imageHeight, int height, int width, ResizeRule rule) throws Exception {
    byte[] ramp = ramp(imageWidth, imageHeight);
    ImageSize size = new ImageSize(imageWidth, imageHeight);
    for (Interpolation interpolation : List.of(Interpolation.BILINEAR, Interpolation.AREA)) {
      Preprocessing model = raw(height, width, ChannelOrder.RGB, rule, interpolation);
      for (int seed = 0; seed < 40; seed++) {
        float[] found = load(model, ROTATION, ramp, seed);
        double radians = Variation.draw(ROTATION, seed).radians();
        Region region = Region.central(model, size, radians);
        AffineTransform back =
            AffineTransform.getRotateInstance(-radians, imageWidth / 2.0, imageHeight / 2.0);
        double furthest = 0;
        double shift = 0;
        for (int pixel = 0; pixel < height * width; pixel++) {
          double across = (pixel % width + 0.5) / width - 0.5;
          double down = (pixel / width + 0.5) / height - 0.5;
          Point2D from =
              back.transform(
                  new Point2D.Double(
                      imageWidth / 2.0 + across * region.width(),
                      imageHeight / 2.0 + down * region.height()),
                  null);
          double right = found[pixel] - (from.getX() - 0.5);
          double lower = found[height * width + pixel] - (from.getY() - 0.5);
          furthest = Math.max(furthest, Math.max(Math.abs(right), Math.abs(lower)));
          shift += (right + lower) / (2 * height * width);
        }
        // A black corner, or one that was filled up, would be far off. OpenCV rounds averages up.
        boolean averaged = interpolation == Interpolation.AREA;
        String name = "%s, seed %d".formatted(interpolation, seed);
        assertThat(furthest).as(name).isLessThan(averaged ? 2 : 1.1);
        assertThat(shift).as(name).isCloseTo(0, within(averaged ? 0.3 : 0.1));
      }
    }
  }

  @Test
  void cropsTakeEveryPixelFromWhereTheyShould() throws Exception {
    AugmentationConfig crops = new AugmentationConfig(0, 0, 0, 0.1, 1.3, 0, 0, 0);
    Preprocessing model = raw(16, 16, ResizeRule.SHORTER_SIDE);
    byte[] ramp = ramp(250, 180);
    for (int seed = 0; seed < 100; seed++) {
      float[] found = load(model, crops, ramp, seed);
      Region region =
          Region.random(model, new ImageSize(250, 180), 0.1, Variation.draw(crops, seed));
      double furthest = 0;
      for (int pixel = 0; pixel < 256; pixel++) {
        double x = region.centreX() + ((pixel % 16 + 0.5) / 16 - 0.5) * region.width();
        double y = region.centreY() + ((pixel / 16 + 0.5) / 16 - 0.5) * region.height();
        furthest = Math.max(furthest, Math.abs(found[pixel] - (x - 0.5)));
        furthest = Math.max(furthest, Math.abs(found[256 + pixel] - (y - 0.5)));
      }
      // Crops lie at whole pixels.
      assertThat(furthest).isLessThan(1.6);
    }
  }

  @Test
  void aHairOfRotationIsNearlyWhatPredictionSees() throws Exception {
    AugmentationConfig hair = new AugmentationConfig(0, 0, 1e-4, 1, 1, 0, 0, 0);
    byte[] image = SyntheticImages.patches("PNG");
    for (Interpolation interpolation : Interpolation.values()) {
      // So that Framing has nothing to round.
      Preprocessing model = raw(14, 14, ChannelOrder.RGB, ResizeRule.SHORTER_SIDE, interpolation);
      float[] predicted = predicted(model, image);
      float[] turned = load(model, hair, image, 4);
      double difference = 0;
      for (int index = 0; index < predicted.length; index++) {
        difference += Math.abs(predicted[index] - turned[index]) / predicted.length;
      }
      assertThat(difference).as("%s", interpolation).isLessThan(1.5);
    }
  }

  @Test
  void areaAveragesAtAnyAngle() throws Exception {
    BufferedImage image = new BufferedImage(256, 256, BufferedImage.TYPE_BYTE_GRAY);
    for (int pixel = 0; pixel < 256 * 256; pixel++) {
      int x = pixel % 256;
      int y = pixel / 256;
      image.getRaster().setSample(x, y, 0, (x / 2 + y / 2) % 2 == 0 ? 0 : 200);
    }
    byte[] chequered = SyntheticImages.encode(image, "PNG");
    Preprocessing model = raw(8, 8, ChannelOrder.GRAY, ResizeRule.SHORTER_SIDE, Interpolation.AREA);
    for (int seed = 0; seed < 20; seed++) {
      for (float value : load(model, ROTATION, chequered, seed)) {
        assertThat(value).isBetween(85f, 115f);
      }
    }
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
    long pointersBefore = Pointer.totalBytes();
    FloatBuffer out = room(model);
    try (AugmentingLoader loader = new AugmentingLoader(model, EVERYTHING, MAX_PIXELS)) {
      long resident = 0;
      for (int index = 0; index < 6_000; index++) {
        loader.load(image, index, out.clear());
        resident = index == 1_000 ? Pointer.physicalBytes() : resident;
      }
      // Leaked, 5,000 pictures would be 540 MB.
      assertThat(Pointer.physicalBytes() - resident).isLessThan(200L << 20);
    }
    assertThat(Pointer.totalBytes()).isEqualTo(pointersBefore);
  }
}
