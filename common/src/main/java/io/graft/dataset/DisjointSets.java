package io.graft.dataset;

import java.util.HashMap;
import java.util.Map;

/** Names that were joined, directly or by way of others (union-find with path compression). */
final class DisjointSets {

  private final Map<String, String> parents = new HashMap<>();

  /** The least name, in Java's order of strings, of those that this one is joined with. */
  String least(String name) {
    String root = name;
    for (String parent = parents.get(root); parent != null; parent = parents.get(root)) {
      root = parent;
    }
    String below = name;
    while (!below.equals(root)) {
      below = parents.put(below, root);
    }
    return root;
  }

  void join(String left, String right) {
    String leftRoot = least(left);
    String rightRoot = least(right);
    int order = leftRoot.compareTo(rightRoot);
    if (order < 0) {
      parents.put(rightRoot, leftRoot);
    } else if (order > 0) {
      parents.put(leftRoot, rightRoot);
    }
  }
}
