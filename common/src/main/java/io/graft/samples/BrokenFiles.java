package io.graft.samples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Files that stand among images but can't be used: what a real image set holds sooner or later. */
final class BrokenFiles {

  private static final byte[] START_OF_PNG_DATA = "IDAT".getBytes(StandardCharsets.US_ASCII);

  private BrokenFiles() {}

  /** Content by path below the folder, whose first part is a class of {@link SampleSet#SIMILAR}. */
  static Map<String, byte[]> byPath(long seed) throws IOException {
    List<String> classes = SampleSet.SIMILAR.classNames();
    byte[] text = "This is no image, whatever its name says.\n".getBytes(StandardCharsets.US_ASCII);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(classes.get(0) + "/empty.png", new byte[0]);
    files.put(classes.get(1) + "/text.jpg", text);
    files.put(classes.get(2) + "/truncated.jpg", truncatedJpeg(classes.get(2), seed));
    files.put(classes.get(3) + "/damaged.png", damagedPng(classes.get(3), seed));
    files.put(classes.get(3) + "/bytes.bin", bytes(classes.get(3), seed));
    return files;
  }

  /** Ends half way through the pixels, as after a broken download. */
  private static byte[] truncatedJpeg(String className, long seed) throws IOException {
    byte[] whole = encoded(className, seed, "jpg");
    return Arrays.copyOf(whole, whole.length * 2 / 3);
  }

  /** A sound header, then pixels that no decoder can inflate. */
  private static byte[] damagedPng(String className, long seed) throws IOException {
    byte[] png = encoded(className, seed, "png");
    int data = indexOf(png, START_OF_PNG_DATA) + START_OF_PNG_DATA.length;
    Arrays.fill(png, data, data + 64, (byte) 0xFF);
    return png;
  }

  private static byte[] bytes(String className, long seed) {
    RandomDraws draws = new RandomDraws(seed, SampleSet.SIMILAR, className, -1);
    byte[] bytes = new byte[512];
    for (int index = 0; index < bytes.length; index++) {
      bytes[index] = (byte) draws.between(0, 256);
    }
    return bytes;
  }

  private static byte[] encoded(String className, long seed, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(SampleDrawer.draw(SampleSet.SIMILAR, className, seed, -1), format, bytes);
    return bytes.toByteArray();
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    ByteBuffer pattern = ByteBuffer.wrap(wanted);
    for (int index = 0; index + wanted.length <= bytes.length; index++) {
      if (ByteBuffer.wrap(bytes, index, wanted.length).equals(pattern)) {
        return index;
      }
    }
    throw new IllegalStateException("a PNG without pixel data");
  }
}
