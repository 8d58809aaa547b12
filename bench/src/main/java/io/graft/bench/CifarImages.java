package io.graft.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Manifests of the shared part of CIFAR-10 (800 training and 200 test images a class), whose
 * classes are parted in two, so that a network which knows one half has never seen the other.
 *
 * @param root the folder with {@code train/CLASS} and {@code test/CLASS}
 */
record CifarImages(Path root) {

  /** What man has made, and one animal. */
  static final List<String> SOURCE = List.of("airplane", "automobile", "ship", "truck", "bird");

  /** The other animals. */
  static final List<String> TARGET = List.of("cat", "deer", "dog", "frog", "horse");

  static final List<String> ALL =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  /** Writes a manifest of all training images of the classes, without splits. */
  void writeUnsplit(Path manifest, List<String> classes) throws IOException {
    List<String> lines = new ArrayList<>(List.of("uri,label"));
    for (String name : classes) {
      files("train", name).forEach(file -> lines.add(file.toUri() + "," + name));
    }
    Files.write(manifest, lines);
  }

  /**
   * Writes a manifest of some training images of each class, drawn by the seed, and all of the test
   * images.
   */
  void writeSplit(Path manifest, List<String> classes, int imagesPerClass, long seed)
      throws IOException {
    List<String> lines = new ArrayList<>(List.of("uri,label,split"));
    for (String name : classes) {
      List<Path> train = new ArrayList<>(files("train", name));
      Collections.shuffle(train, new Random(seed));
      train.stream()
          .limit(imagesPerClass)
          .forEach(file -> lines.add(file.toUri() + "," + name + ",train"));
      files("test", name).forEach(file -> lines.add(file.toUri() + "," + name + ",test"));
    }
    Files.write(manifest, lines);
  }

  private List<Path> files(String split, String name) throws IOException {
    try (var files = Files.list(root.resolve(split).resolve(name).toAbsolutePath().normalize())) {
      return files.sorted().toList();
    }
  }
}
