package io.graft.training.layers;

import java.util.Arrays;

/**
 * Sums and scalings of the values of one channel. Sums run in many lanes of floats, which are added
 * up in double: as fast as the processor's vectors allow, and about as exact as pairwise summation.
 */
final class ChannelMath {

  private static final int LANES = 512;

  private final float[] lanes = new float[LANES];

  double sum(float[] values, int count) {
    clear();
    int whole = count - count % LANES;
    for (int i = 0; i < whole; i += LANES) {
      for (int j = 0; j < LANES; j++) {
        lanes[j] += values[i + j];
      }
    }
    for (int j = 0; j < count - whole; j++) {
      lanes[j] += values[whole + j];
    }
    return total();
  }

  /** The sum of squared distances from a centre. */
  double squares(float[] values, float centre, int count) {
    clear();
    int whole = count - count % LANES;
    for (int i = 0; i < whole; i += LANES) {
      for (int j = 0; j < LANES; j++) {
        float distance = values[i + j] - centre;
        lanes[j] += distance * distance;
      }
    }
    for (int j = 0; j < count - whole; j++) {
      float distance = values[whole + j] - centre;
      lanes[j] += distance * distance;
    }
    return total();
  }

  /** The sum of the products of some factors with the values' distances from a centre. */
  double products(float[] factors, float[] values, float centre, int count) {
    clear();
    int whole = count - count % LANES;
    for (int i = 0; i < whole; i += LANES) {
      for (int j = 0; j < LANES; j++) {
        lanes[j] += factors[i + j] * (values[i + j] - centre);
      }
    }
    for (int j = 0; j < count - whole; j++) {
      lanes[j] += factors[whole + j] * (values[whole + j] - centre);
    }
    return total();
  }

  /** Makes each value its distance from a centre, times a scale, plus a shift. */
  static void normalize(float[] values, float centre, float scale, float shift, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = (values[i] - centre) * scale + shift;
    }
  }

  /** Makes each value {@code a * (value - centre) + b * other + c}. */
  static void combine(
      float[] values, float centre, float a, float[] others, float b, float c, int count) {
    for (int i = 0; i < count; i++) {
      values[i] = a * (values[i] - centre) + (b * others[i] + c);
    }
  }

  private void clear() {
    Arrays.fill(lanes, 0);
  }

  private double total() {
    double total = 0;
    for (float lane : lanes) {
      total += lane;
    }
    return total;
  }
}
