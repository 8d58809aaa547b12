package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.config.AugmentationConfig;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;

/** Images as augmentation and as prediction load them. */
final class AugmentedLoads {

  static final long MAX_PIXELS = 10_000_000;
  static final AugmentationConfig ROTATION = new AugmentationConfig(0, 0, 180, 1, 1, 0, 0, 0);

  private AugmentedLoads() {}

  static Preprocessing raw(
      int height, int width, ChannelOrder order, ResizeRule rule, Interpolation interpolation) {
    List<Double> zeros = Collections.nCopies(order.channels(), 0.0);
    List<Double> ones = Collections.nCopies(order.channels(), 1.0);
    return new Preprocessing(height, width, order, rule, 0.875, interpolation, zeros, ones);
  }

  static Preprocessing raw(int height, int width, ResizeRule rule) {
    return raw(height, width, ChannelOrder.RGB, rule, Interpolation.BILINEAR);
  }

  static FloatBuffer room(Preprocessing model) {
    return FloatBuffer.allocate(model.channelOrder().channels() * model.height() * model.width());
  }

  static float[] load(Preprocessing model, AugmentationConfig augmentation, byte[] bytes, long seed)
      throws Exception {
    FloatBuffer out = room(model);
    try (AugmentingLoader loader = new AugmentingLoader(model, augmentation, MAX_PIXELS)) {
      loader.load(bytes, seed, out);
    }
    assertThat(out.hasRemaining()).isFalse();
    return out.array();
  }

  static float[] predicted(Preprocessing model, byte[] bytes) throws Exception {
    FloatBuffer out = room(model);
    try (ImageLoader loader = new ImageLoader(model, MAX_PIXELS)) {
      loader.load(bytes, out);
    }
    return out.array();
  }

  static byte[] noise(int width, int height) {
    return SyntheticImages.encode(SyntheticImages.noise(width, height, 3), "PNG");
  }

  /** Red is the column, green the row: a pixel says where it comes from. */
  static byte[] ramp(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, new Color(x, y, 0).getRGB());
      }
    }
    return SyntheticImages.encode(image, "PNG");
  }
}
