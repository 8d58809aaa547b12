package io.graft.image;

import java.nio.FloatBuffer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Brightness, contrast and saturation of 8 bit pixels. Each is linear in the pixel's values, and in
 * whatever order they come the product is the same: so it is one matrix, and values are rounded and
 * cut to 0-255 once. Keeps its native buffers until closed.
 */
final class ColourJitter implements AutoCloseable {

  private static final int CHANNELS = 3;

  /** Of blue, green and red in grey, as {@link ChannelOrder#GRAY} has it. */
  private static final double[] LUMA = {0.114, 0.587, 0.299};

  private final Mat varied = new Mat();
  private final Mat matrix = new Mat(CHANNELS, CHANNELS + 1, opencv_core.CV_32FC1);
  private final FloatBuffer matrixValues = matrix.createBuffer();

  /** BGR or grey pixels, varied; for the caller not to close, and valid until the next call. */
  Mat of(Mat pixels, Variation variation) {
    if (variation.keepsColours()) {
      return pixels;
    }
    double factor = variation.brightness() * variation.contrast();
    double shift = variation.brightness() * (1 - variation.contrast()) * meanGrey(pixels);
    if (pixels.channels() == 1) {
      pixels.convertTo(varied, opencv_core.CV_8U, factor, shift);
      return varied;
    }
    matrixValues.clear();
    for (int to = 0; to < CHANNELS; to++) {
      for (int from = 0; from < CHANNELS; from++) {
        double own = from == to ? variation.saturation() : 0;
        double grey = (1 - variation.saturation()) * LUMA[from];
        matrixValues.put((float) (factor * (own + grey)));
      }
      matrixValues.put((float) shift);
    }
    opencv_core.transform(pixels, varied, matrix);
    return varied;
  }

  private static double meanGrey(Mat pixels) {
    try (Scalar mean = opencv_core.mean(pixels)) {
      if (pixels.channels() == 1) {
        return mean.get(0);
      }
      double grey = 0;
      for (int channel = 0; channel < CHANNELS; channel++) {
        grey += LUMA[channel] * mean.get(channel);
      }
      return grey;
    }
  }

  @Override
  public void close() {
    varied.close();
    matrix.close();
  }
}
