package io.graft.image;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * (value - mean) / std for 8 bit pixels, looked up: a channel has only 256 values, so each is
 * computed once, in double precision, and every image gets exactly the same numbers.
 */
final class Normalizer {

  private static final int VALUES = 256;

  private final int width;
  private final int[] planeToByte;
  private final float[][] table;
  private final byte[] pixelRow;
  private final float[] planeRow;

  Normalizer(Preprocessing preprocessing) {
    width = preprocessing.width();
    planeToByte =
        switch (preprocessing.channelOrder()) {
          case RGB -> new int[] {2, 1, 0};
          case BGR -> new int[] {0, 1, 2};
          case GRAY -> new int[] {0};
        };
    table = table(preprocessing.mean(), preprocessing.std());
    pixelRow = new byte[width * planeToByte.length];
    planeRow = new float[width];
  }

  private static float[][] table(List<Double> mean, List<Double> std) {
    float[][] table = new float[mean.size()][VALUES];
    for (int channel = 0; channel < table.length; channel++) {
      for (int value = 0; value < VALUES; value++) {
        table[channel][value] = (float) ((value - mean.get(channel)) / std.get(channel));
      }
    }
    return table;
  }

  /**
   * Interleaved BGR or grey bytes [height, width, channels] to floats [channels, height, width].
   */
  void normalize(ByteBuffer pixels, FloatBuffer out) {
    int channels = planeToByte.length;
    int height = pixels.capacity() / pixelRow.length;
    int start = out.position();
    for (int row = 0; row < height; row++) {
      pixels.get(row * pixelRow.length, pixelRow);
      for (int channel = 0; channel < channels; channel++) {
        fillPlaneRow(table[channel], planeToByte[channel], channels);
        out.put(start + (channel * height + row) * width, planeRow, 0, width);
      }
    }
    out.position(start + channels * height * width);
  }

  private void fillPlaneRow(float[] values, int offset, int step) {
    for (int column = 0, index = offset; column < width; column++, index += step) {
      planeRow[column] = values[pixelRow[index] & 0xff];
    }
  }
}
