package io.graft.jobs;

import io.graft.samples.SampleDrawer;
import io.graft.samples.SampleSet;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Image sets of any number, drawn: four classes, sizes of 24 to 48 pixels, PNG, JPEG, BMP and GIF.
 * Of a hundred files three are broken and three repeat the bytes of another.
 */
final class GeneratedImages {

  private static final List<String> CLASSES = SampleSet.SIMILAR.classNames();
  private static final List<String> FORMATS = List.of("png", "jpg", "png", "jpg", "bmp", "gif");
  private static final int LEAST_SIZE = 24;

  private final Random random;
  private final List<byte[]> written = new ArrayList<>();

  private GeneratedImages(long seed) {
    this.random = new Random(seed);
  }

  /** Writes so many files below the folder, as {@code CLASS/NUMBER.FORMAT}. */
  static void write(Path folder, int count, long seed) throws IOException {
    GeneratedImages images = new GeneratedImages(seed);
    for (String name : CLASSES) {
      Files.createDirectories(folder.resolve(name));
    }
    for (int number = 0; number < count; number++) {
      String format = FORMATS.get(number % FORMATS.size());
      String name = CLASSES.get(images.random.nextInt(CLASSES.size()));
      Files.write(
          folder.resolve("%s/%06d.%s".formatted(name, number, format)),
          images.content(name, number, format));
    }
  }

  /** One whole image. */
  static byte[] image(String name, int number, String format, Random random) throws IOException {
    BufferedImage whole = SampleDrawer.draw(SampleSet.SIMILAR, name, random.nextInt(), number);
    int width = random.nextInt(LEAST_SIZE, SampleDrawer.SIZE + 1);
    int height = random.nextInt(LEAST_SIZE, SampleDrawer.SIZE + 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(whole.getSubimage(0, 0, width, height), format, bytes);
    return bytes.toByteArray();
  }

  static List<String> classes() {
    return CLASSES;
  }

  private byte[] content(String name, int number, String format) throws IOException {
    return switch (random.nextInt(100)) {
      case 0 -> new byte[0];
      case 1 -> "No image, whatever its name says".getBytes(StandardCharsets.US_ASCII);
      case 2 -> {
        byte[] whole = image(name, number, format, random);
        yield Arrays.copyOf(whole, whole.length / 2);
      }
      case 3, 4, 5 ->
          written.isEmpty()
              ? image(name, number, format, random)
              : written.get(random.nextInt(written.size()));
      default -> {
        byte[] whole = image(name, number, format, random);
        written.add(whole);
        yield whole;
      }
    };
  }
}
