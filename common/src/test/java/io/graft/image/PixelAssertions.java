package io.graft.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.opencv.opencv_core.Mat;

/** Compares decoded pixels channel by channel. */
final class PixelAssertions {

  private PixelAssertions() {}

  /** The rows of an 8 bit BGR Mat, one after the other. */
  static byte[] bytes(Mat bgr) {
    byte[] row = new byte[bgr.cols() * 3];
    byte[] all = new byte[bgr.rows() * row.length];
    for (int y = 0; y < bgr.rows(); y++) {
      bgr.ptr(y).get(row);
      System.arraycopy(row, 0, all, y * row.length, row.length);
    }
    return all;
  }

  static int largestDifference(byte[] found, byte[] wanted) {
    assertThat(found).hasSameSizeAs(wanted);
    int largest = 0;
    for (int index = 0; index < found.length; index++) {
      largest = Math.max(largest, Math.abs((found[index] & 0xff) - (wanted[index] & 0xff)));
    }
    return largest;
  }

  static double meanDifference(byte[] found, byte[] wanted) {
    assertThat(found).hasSameSizeAs(wanted);
    long sum = 0;
    for (int index = 0; index < found.length; index++) {
      sum += Math.abs((found[index] & 0xff) - (wanted[index] & 0xff));
    }
    return (double) sum / found.length;
  }
}
