package io.graft.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The distinct images of each class in their seeded order.
 *
 * <p>The order is by SHA-256 of seed and content hash: it depends neither on the listing nor on a
 * random generator that a later Java could change.
 */
final class ClassMembers {

  private final Map<String, List<String>> hashesByLabel = new TreeMap<>(LabelIndex::byCodePoint);
  private final Map<String, List<String>> labelsByHash = new HashMap<>();

  ClassMembers(Collection<SplitItem> items, long seed) {
    Map<String, Set<String>> distinct = new HashMap<>();
    for (SplitItem item : items) {
      distinct.computeIfAbsent(item.label(), label -> new HashSet<>()).add(item.contentHash());
    }
    Comparator<Ranked> order =
        Comparator.comparing(Ranked::key, Arrays::compareUnsigned).thenComparing(Ranked::hash);
    distinct.forEach(
        (label, hashes) ->
            hashesByLabel.put(
                label,
                hashes.stream()
                    .map(hash -> new Ranked(key(seed, hash), hash))
                    .sorted(order)
                    .map(Ranked::hash)
                    .toList()));
    hashesByLabel.forEach(
        (label, hashes) ->
            hashes.forEach(
                hash -> labelsByHash.computeIfAbsent(hash, h -> new ArrayList<>()).add(label)));
  }

  private record Ranked(byte[] key, String hash) {}

  /** Rarest class first, so that an image with two labels serves the class that has few others. */
  List<String> labelsRarestFirst() {
    // The sort is stable: equal counts stay in the order of their names.
    return hashesByLabel.keySet().stream()
        .sorted(Comparator.comparingInt(label -> hashesByLabel.get(label).size()))
        .toList();
  }

  List<String> hashes(String label) {
    return hashesByLabel.get(label);
  }

  List<String> labels(String hash) {
    return labelsByHash.get(hash);
  }

  int images() {
    return labelsByHash.size();
  }

  /** The place of a name in the order of a seed. */
  static byte[] key(long seed, String hash) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
      return digest.digest(hash.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
