package io.graft.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * An image of the JDK as an 8 bit BGR Mat with the numbers that OpenCV would give it: samples as
 * stored, without colour management, cut to or shifted up to 8 bits.
 */
final class BgrPixels {

  private static final int CHANNELS = 3;

  private final Raster raster;
  private final ColorModel colours;
  private final int[] bits;
  private final boolean tiffColours;

  BgrPixels(BufferedImage image, ImageFormat format) {
    raster = image.getRaster();
    colours = image.getColorModel();
    bits = raster.getSampleModel().getSampleSize();
    tiffColours = format == ImageFormat.TIFF && bits.length >= CHANNELS;
  }

  /** The caller closes it. */
  Mat toMat() {
    int width = raster.getWidth();
    Mat image = new Mat(raster.getHeight(), width, opencv_core.CV_8UC3);
    int[] samples = new int[width * bits.length];
    byte[] row = new byte[width * CHANNELS];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, samples);
      for (int x = 0; x < width; x++) {
        pixel(samples, x * bits.length, row, x * CHANNELS);
      }
      try (BytePointer target = image.ptr(y)) {
        target.put(row);
      }
    }
    return image;
  }

  private void pixel(int[] samples, int from, byte[] row, int to) {
    if (colours instanceof IndexColorModel palette) {
      row[to] = (byte) palette.getBlue(samples[from]);
      row[to + 1] = (byte) palette.getGreen(samples[from]);
      row[to + 2] = (byte) palette.getRed(samples[from]);
      return;
    }
    int lastColour = bits.length >= CHANNELS ? CHANNELS - 1 : 0;
    for (int channel = 0; channel < CHANNELS; channel++) {
      int band = Math.max(lastColour - channel, 0);
      row[to + channel] = (byte) eightBits(samples, from, band);
    }
  }

  private int eightBits(int[] samples, int from, int band) {
    if (!tiffColours) {
      int spare = bits[band] - Byte.SIZE;
      return spare >= 0 ? samples[from + band] >> spare : samples[from + band] << -spare;
    }
    int value = rounded(samples[from + band], bits[band]);
    boolean blended = colours.hasAlpha() && !colours.isAlphaPremultiplied();
    return blended
        ? (value * rounded(samples[from + CHANNELS], bits[CHANNELS]) + 127) / 255
        : value;
  }

  /** As libtiff's tables have it (tif_getimage.c: Bitdepth16To8 and UaToAa). */
  private static int rounded(int sample, int bits) {
    return bits == Short.SIZE ? (sample + 128) / 257 : sample;
  }
}
