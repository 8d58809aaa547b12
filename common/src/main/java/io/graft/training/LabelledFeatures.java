package io.graft.training;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Features of images in memory, with their classes.
 *
 * @param features {@code [images][features]}
 * @param labels class index of each image, from 0
 * @param classes how many there are, also where some have no image here
 */
public record LabelledFeatures(float[][] features, int[] labels, int classes) {

  /**
   * Checks that every image has a class.
   *
   * @throws IllegalArgumentException when one has none
   */
  public LabelledFeatures {
    if (features.length != labels.length) {
      throw new IllegalArgumentException(
          "%d images with %d labels".formatted(features.length, labels.length));
    }
    for (int label : labels) {
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException("Class %d of %d".formatted(label, classes));
      }
    }
  }

  public int size() {
    return labels.length;
  }

  /** Values an image has. */
  public int width() {
    return features[0].length;
  }

  /** How many images each class has. */
  public int[] counts() {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  /** The images at these positions, in that order. */
  public LabelledFeatures at(int[] positions) {
    return new LabelledFeatures(
        Arrays.stream(positions).mapToObj(i -> features[i]).toArray(float[][]::new),
        Arrays.stream(positions).map(i -> labels[i]).toArray(),
        classes);
  }

  /** Training and validation images of one set. */
  record Parts(LabelledFeatures training, LabelledFeatures validation) {}

  /**
   * Holds out a share of each class by chance, rounded, but at least one image of a class that has
   * two or more.
   */
  Parts holdOut(double share, Random random) {
    boolean[] held = new boolean[size()];
    for (int c = 0; c < classes; c++) {
      int[] members = membersOf(c);
      shuffle(members, random);
      long count = members.length < 2 ? 0 : Math.max(1, Math.round(share * members.length));
      for (int i = 0; i < count; i++) {
        held[members[i]] = true;
      }
    }
    return new Parts(
        at(IntStream.range(0, size()).filter(i -> !held[i]).toArray()),
        at(IntStream.range(0, size()).filter(i -> held[i]).toArray()));
  }

  int[] positions() {
    return IntStream.range(0, size()).toArray();
  }

  /** All positions in a random order. */
  int[] shuffled(Random random) {
    int[] order = positions();
    shuffle(order, random);
    return order;
  }

  private int[] membersOf(int label) {
    return IntStream.range(0, size()).filter(i -> labels[i] == label).toArray();
  }

  private static void shuffle(int[] values, Random random) {
    for (int i = values.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int value = values[i];
      values[i] = values[other];
      values[other] = value;
    }
  }
}
