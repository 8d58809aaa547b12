package io.graft.image;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Small images with known pixels, encoded by libraries other than the decoder under test. */
final class SyntheticImages {

  static final int PATCH = 16;
  static final int WIDTH = 3 * PATCH;
  static final int HEIGHT = 2 * PATCH;

  /** Row by row, three in a row; each patch is one JPEG block, so that JPEG keeps it nearly. */
  static final List<Color> PATCHES =
      List.of(
          new Color(200, 30, 40),
          new Color(20, 180, 60),
          new Color(30, 60, 220),
          new Color(240, 240, 230),
          new Color(10, 20, 10),
          new Color(130, 120, 90));

  private SyntheticImages() {}

  static BufferedImage patches(int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(x, y, PATCHES.get(y / PATCH * 3 + x / PATCH).getRGB());
      }
    }
    return image;
  }

  static byte[] patches(String format) {
    return encode(patches(BufferedImage.TYPE_3BYTE_BGR), format);
  }

  static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, bytes)) {
        throw new IllegalArgumentException("No writer for " + format);
      }
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return bytes.toByteArray();
  }

  /** Encoded by OpenCV, for what ImageIO can't write; options as for cv::imencode. */
  static byte[] encodeNative(BufferedImage image, String extension, int... options) {
    try (Mat pixels = new Mat(image.getHeight(), image.getWidth(), opencv_core.CV_8UC3);
        BytePointer encoded = new BytePointer();
        IntPointer parameters = new IntPointer(options)) {
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          Color colour = new Color(image.getRGB(x, y));
          byte[] bgr = {(byte) colour.getBlue(), (byte) colour.getGreen(), (byte) colour.getRed()};
          pixels.ptr(y, x).put(bgr);
        }
      }
      if (!opencv_imgcodecs.imencode(extension, pixels, encoded, parameters)) {
        throw new IllegalStateException("OpenCV can't encode " + extension);
      }
      byte[] bytes = new byte[(int) encoded.limit()];
      encoded.get(bytes);
      return bytes;
    }
  }

  /** An EXIF directory with nothing but the orientation, big-endian. */
  static byte[] exif(int orientation) {
    return ByteBuffer.allocate(26)
        .put("MM\0*".getBytes(StandardCharsets.ISO_8859_1))
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 0x0112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .putShort((short) 0)
        .putInt(0)
        .array();
  }

  /** The JPEG with an APP1 segment after its start marker: "Exif", the directory, a thumbnail. */
  static byte[] withExif(byte[] jpeg, byte[] directory, byte[] thumbnail) {
    int length = 2 + 6 + directory.length + thumbnail.length;
    return ByteBuffer.allocate(jpeg.length + 2 + length)
        .put(jpeg, 0, 2)
        .putShort((short) 0xffe1)
        .putShort((short) length)
        .put(new byte[] {'E', 'x', 'i', 'f', 0, 0})
        .put(directory)
        .put(thumbnail)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  /** Noise with gradients, so that an encoder has something to write; the same for a seed. */
  static BufferedImage noise(int width, int height, long seed) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = (x * 255 / width + random.nextInt(40)) & 0xff;
        int green = (y * 255 / height + random.nextInt(40)) & 0xff;
        image.setRGB(x, y, red << 16 | green << 8 | random.nextInt(256));
      }
    }
    return image;
  }

  /** Gradients alone. */
  static BufferedImage smooth(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, x * 255 / width << 16 | y * 255 / height << 8 | 90);
      }
    }
    return image;
  }
}
