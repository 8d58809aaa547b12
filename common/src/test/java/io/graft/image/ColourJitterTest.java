package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

class ColourJitterTest {

  private static final int PIXELS = 300;

  private static Variation colours(double brightness, double contrast, double saturation) {
    return new Variation(false, false, 0, 0, 1, 0, 0, brightness, contrast, saturation);
  }

  private static int[] vary(byte[] values, int channels, Variation variation) {
    int type = channels == 1 ? opencv_core.CV_8UC1 : opencv_core.CV_8UC3;
    byte[] found = new byte[values.length];
    try (ColourJitter jitter = new ColourJitter();
        Mat pixels = new Mat(values.length / channels / 20, 20, type)) {
      pixels.data().put(values);
      jitter.of(pixels, variation).data().get(found);
    }
    int[] unsigned = new int[found.length];
    for (int index = 0; index < found.length; index++) {
      unsigned[index] = Byte.toUnsignedInt(found[index]);
    }
    return unsigned;
  }

  private static byte[] values(int channels) {
    byte[] values = new byte[PIXELS * channels];
    new java.util.Random(6).nextBytes(values);
    return values;
  }

  @Test
  void isBrightnessThenContrastThenSaturation() {
    byte[] bgr = values(3);
    for (Variation variation :
        new Variation[] {
          colours(1.3, 1, 1), colours(0.6, 1, 1), colours(1, 1.4, 1), colours(1, 0.2, 1),
          colours(1, 1, 0), colours(1, 1, 1.8), colours(0.7, 1.3, 0.5), colours(1.4, 0.6, 1.4)
        }) {
      int[] found = vary(bgr, 3, variation);
      double[] wanted = slowly(bgr, 3, variation);
      for (int index = 0; index < wanted.length; index++) {
        // OpenCV's matrix has ten bits behind the point.
        assertThat((double) found[index]).as("%s", variation).isCloseTo(wanted[index], within(1.3));
      }
    }
  }

  @Test
  void greyHasBrightnessAndContrastOnly() {
    byte[] grey = values(1);
    Variation variation = colours(0.8, 1.3, 0.2);
    int[] found = vary(grey, 1, variation);
    double[] wanted = slowly(grey, 1, variation);
    for (int index = 0; index < wanted.length; index++) {
      assertThat((double) found[index]).isCloseTo(wanted[index], within(0.51));
    }
  }

  /** One after the other, as written in the papers; cut to 0-255 at the end. */
  private static double[] slowly(byte[] values, int channels, Variation variation) {
    double[] result = new double[values.length];
    for (int index = 0; index < values.length; index++) {
      result[index] = Byte.toUnsignedInt(values[index]) * variation.brightness();
    }
    double mean = 0;
    for (int pixel = 0; pixel < PIXELS; pixel++) {
      mean += grey(result, pixel, channels) / PIXELS;
    }
    for (int index = 0; index < values.length; index++) {
      result[index] = mean + variation.contrast() * (result[index] - mean);
    }
    for (int pixel = 0; pixel < PIXELS; pixel++) {
      double grey = grey(result, pixel, channels);
      for (int channel = 0; channel < channels; channel++) {
        int index = pixel * channels + channel;
        double saturated = grey + variation.saturation() * (result[index] - grey);
        result[index] = Math.max(0, Math.min(255, saturated));
      }
    }
    return result;
  }

  private static double grey(double[] values, int pixel, int channels) {
    int at = pixel * channels;
    return channels == 1
        ? values[at]
        : 0.114 * values[at] + 0.587 * values[at + 1] + 0.299 * values[at + 2];
  }
}
