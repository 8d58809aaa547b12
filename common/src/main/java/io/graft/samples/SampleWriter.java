package io.graft.samples;

import io.graft.error.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Writes all sample sets, and a folder of broken files to mix in, as {@code SET/CLASS/NNN.png}. */
public final class SampleWriter {

  private SampleWriter() {}

  /**
   * Writes {@code shapes}, {@code similar}, {@code different} and {@code broken} below the folder,
   * which appears only when all is written. The same seed gives the same bytes with the same Java;
   * the same pixels with any.
   *
   * @param times as many images of each class as a set has by default, from 1; the first ones are
   *     the same
   * @throws UserException where the folder exists and is not empty, or can't be written
   */
  public static void write(Path folder, long seed, int times) {
    Path target = folder.toAbsolutePath().normalize();
    requireFree(target);
    Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
    try {
      delete(unfinished);
      for (SampleSet set : SampleSet.values()) {
        writeSet(unfinished.resolve(set.folderName()), set, seed, times);
      }
      writeBroken(unfinished.resolve("broken"), seed);
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UserException(
          "samples: can't write to %s (%s); name a folder that can be written".formatted(target, e),
          e);
    }
  }

  private static void requireFree(Path target) {
    if (!Files.exists(target)) {
      return;
    }
    if (!Files.isDirectory(target) || !isEmpty(target)) {
      throw new UserException(
          "samples: %s exists and is not an empty folder; name a new folder".formatted(target));
    }
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      throw new UserException(
          "samples: can't list %s (%s); name a new folder".formatted(folder, e), e);
    }
  }

  private static void writeSet(Path folder, SampleSet set, long seed, int times)
      throws IOException {
    for (String className : set.classNames()) {
      Path classFolder = Files.createDirectories(folder.resolve(className));
      for (int number = 0; number < times * set.imagesPerClass(); number++) {
        Path file = classFolder.resolve("%03d.png".formatted(number));
        ImageIO.write(SampleDrawer.draw(set, className, seed, number), "png", file.toFile());
      }
    }
  }

  private static void writeBroken(Path folder, long seed) throws IOException {
    for (Map.Entry<String, byte[]> entry : BrokenFiles.byPath(seed).entrySet()) {
      Path file = folder.resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      Files.write(file, entry.getValue());
    }
  }

  /** What an earlier, broken run left behind. */
  private static void delete(Path unfinished) throws IOException {
    if (Files.notExists(unfinished)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(unfinished)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
