package io.graft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The JPEG files of an image set, in a random but repeatable order.
 *
 * @param root the set's folder, {@code SPLIT/CLASS/FILE}
 * @param files at least one
 */
record ImageFiles(Path root, List<Path> files) {

  static ImageFiles of(Path root) throws IOException, AbsentException {
    try (var tree = Files.walk(root)) {
      List<Path> files =
          new ArrayList<>(
              tree.filter(ImageFiles::isJpeg).filter(Files::isRegularFile).sorted().toList());
      if (files.isEmpty()) {
        throw new AbsentException(root + " holds no JPEG files");
      }
      Collections.shuffle(files, new Random(1));
      return new ImageFiles(root, List.copyOf(files));
    }
  }

  /**
   * Repeats the images to that number, as files of their own: the first round is copied, the others
   * are links to it, so that all lie in the file cache. They come with a split, so that Graft need
   * not hash them to find one.
   */
  void repeat(int images, Path folder) throws IOException {
    for (int i = 0; i < images; i++) {
      Path source = files.get(i % files.size());
      Path target = target(folder, source, i / files.size());
      Files.createDirectories(target.getParent());
      if (i < files.size()) {
        Files.copy(source, target);
      } else {
        Files.createLink(target, target(folder, source, 0));
      }
    }
  }

  private Path target(Path folder, Path source, int round) {
    Path name = root.relativize(source);
    String split = name.getName(0).toString();
    return folder
        .resolve("train")
        .resolve(name.getName(1))
        .resolve("%d-%s-%s".formatted(round, split, name.getFileName()));
  }

  private static boolean isJpeg(Path path) {
    return path.toString().matches("(?i).*\\.jpe?g");
  }
}
