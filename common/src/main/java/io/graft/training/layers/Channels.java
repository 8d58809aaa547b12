package io.graft.training.layers;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An array [batch, channels, height, width] by channels: a channel's values of all images, one
 * after the other.
 */
final class Channels {

  private final FloatBuffer memory;
  private final int images;
  private final int channels;
  private final int pixels;

  /**
   * @param array floats in C order without gaps
   */
  Channels(INDArray array) {
    this.memory = Floats.of(array);
    this.images = Math.toIntExact(array.size(0));
    this.channels = Math.toIntExact(array.size(1));
    this.pixels = Math.toIntExact(array.size(2) * array.size(3));
  }

  int count() {
    return channels;
  }

  /** Values of a channel. */
  int length() {
    return images * pixels;
  }

  void read(int channel, float[] values) {
    for (int image = 0; image < images; image++) {
      memory.get((image * channels + channel) * pixels, values, image * pixels, pixels);
    }
  }

  void write(int channel, float[] values) {
    for (int image = 0; image < images; image++) {
      memory.put((image * channels + channel) * pixels, values, image * pixels, pixels);
    }
  }
}
