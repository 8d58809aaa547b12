package io.graft.dataset;

import java.util.SortedMap;
import java.util.TreeMap;

/** Images that stay together: how many of each class. */
record ImageGroup(String name, SortedMap<String, Integer> imagesByLabel) {

  ImageGroup(String name) {
    this(name, new TreeMap<>());
  }

  void add(String label, int images) {
    imagesByLabel.merge(label, images, Integer::sum);
  }

  long images() {
    return imagesByLabel.values().stream().mapToLong(Integer::intValue).sum();
  }

  boolean holds(String label) {
    return imagesByLabel.containsKey(label);
  }

  /** The sum of the squares of its classes' counts: how hard it is to make up for. */
  long weight() {
    return imagesByLabel.values().stream().mapToLong(count -> (long) count * count).sum();
  }
}
