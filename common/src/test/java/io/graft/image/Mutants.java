package io.graft.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.bytedeco.opencv.global.opencv_imgcodecs;

/** Damaged images of every format; the same for the same number. */
final class Mutants {

  private static final int HEADER_BYTES = 60;
  private static final int LARGEST_SAMPLE_BYTES = 20_000;
  private static final long PNG_SIGNATURE = 0x89504e470d0a1a0aL;
  private static final long[] LENGTHS = {0, 1, 2, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, -1, -8};

  private final List<byte[]> samples = new ArrayList<>();

  /** Of synthetic images, and of small real ones where the folder is there. */
  Mutants(Path realImages) throws IOException {
    addSynthetic();
    if (Files.isDirectory(realImages)) {
      try (Stream<Path> files = Files.walk(realImages)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          if (Files.size(file) > 0 && Files.size(file) <= LARGEST_SAMPLE_BYTES) {
            samples.add(Files.readAllBytes(file));
          }
        }
      }
    }
  }

  private void addSynthetic() throws IOException {
    BufferedImage picture = SyntheticImages.noise(24, 17, 5);
    for (String format : List.of("JPEG", "PNG", "GIF", "BMP", "TIFF")) {
      samples.add(SyntheticImages.encode(picture, format));
    }
    for (String compression : List.of("LZW", "Deflate", "PackBits", "JPEG")) {
      samples.add(TiffFiles.withOrientation(TiffFiles.compressed(picture, compression), 6));
    }
    BufferedImage palette = new BufferedImage(24, 17, BufferedImage.TYPE_BYTE_INDEXED);
    palette.createGraphics().drawImage(picture, 0, 0, null);
    for (String format : List.of("PNG", "BMP", "TIFF")) {
      samples.add(SyntheticImages.encode(palette, format));
    }
    int webpQuality = opencv_imgcodecs.IMWRITE_WEBP_QUALITY;
    samples.add(SyntheticImages.encodeNative(picture, ".webp"));
    samples.add(SyntheticImages.encodeNative(picture, ".webp", webpQuality, 101));
    byte[] progressive =
        SyntheticImages.encodeNative(picture, ".jpg", opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1);
    samples.add(SyntheticImages.withExif(progressive, SyntheticImages.exif(6), new byte[0]));
    samples.add(
        SyntheticImages.encodeNative(
            picture, ".jpg", opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL, 1));
  }

  int samples() {
    return samples.size();
  }

  byte[] mutant(long number) {
    Random random = new Random(number * 0x9e3779b97f4a7c15L);
    // Half of them of the synthetic images, which stand first and are of every format.
    int choice = random.nextBoolean() ? Math.min(samples.size(), 16) : samples.size();
    byte[] bytes = samples.get(random.nextInt(choice)).clone();
    int changes = 1 + random.nextInt(3);
    for (int change = 0; change < changes && bytes.length > 0; change++) {
      bytes = change(bytes, random);
    }
    if (random.nextBoolean()) {
      mendPngChecksums(bytes);
    }
    return bytes;
  }

  /** Or else hardly any change of a PNG would reach the code behind its checksums. */
  private static void mendPngChecksums(byte[] bytes) {
    ByteBuffer data = ByteBuffer.wrap(bytes);
    if (bytes.length < 8 || data.getLong(0) != PNG_SIGNATURE) {
      return;
    }
    int chunk = 8;
    while (chunk + 12 <= bytes.length) {
      int length = data.getInt(chunk);
      if (length < 0 || length > bytes.length - chunk - 12) {
        return;
      }
      CRC32 checksum = new CRC32();
      checksum.update(bytes, chunk + 4, length + 4);
      data.putInt(chunk + 8 + length, (int) checksum.getValue());
      chunk += 12 + length;
    }
  }

  private byte[] change(byte[] bytes, Random random) {
    int reach = random.nextBoolean() ? Math.min(HEADER_BYTES, bytes.length) : bytes.length;
    int at = random.nextInt(reach);
    switch (random.nextInt(10)) {
      case 0 -> {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
      }
      case 1 -> {
        byte[] other = samples.get(random.nextInt(samples.size()));
        return joined(bytes, at, other, random.nextInt(other.length));
      }
      case 2 -> {
        return joined(bytes, at, bytes, Math.max(0, at - 1 - random.nextInt(64)));
      }
      case 3 -> {
        return joined(bytes, at, bytes, Math.min(bytes.length, at + 1 + random.nextInt(64)));
      }
      case 4, 5 -> writeLength(bytes, at, random);
      case 6, 7 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      default -> bytes[at] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  /** The first so many bytes of one, and of the other what comes from a position on. */
  private static byte[] joined(byte[] start, int length, byte[] end, int from) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(start, 0, length);
    joined.write(end, from, end.length - from);
    return joined.toByteArray();
  }

  /** One, two or four bytes of a value that lengths are tested with, in either byte order. */
  private static void writeLength(byte[] bytes, int at, Random random) {
    long value = LENGTHS[random.nextInt(LENGTHS.length)];
    int size = 1 << random.nextInt(3);
    boolean bigEndian = random.nextBoolean();
    for (int index = 0; index < size && at + index < bytes.length; index++) {
      int shift = Byte.SIZE * (bigEndian ? size - 1 - index : index);
      bytes[at + index] = (byte) (value >> shift);
    }
  }
}
