package io.graft.dataset;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Images some of which belong together; one without a group is a group of its own. */
final class GroupedImages {

  private final Map<String, SortedSet<String>> groupsByHash = new TreeMap<>();
  private final GroupSplitter splitter = new GroupSplitter();

  GroupedImages(Collection<SplitItem> items) {
    Map<String, Set<String>> labelsByHash = new HashMap<>();
    for (SplitItem item : items) {
      groupsByHash.computeIfAbsent(item.contentHash(), h -> new TreeSet<>()).add(group(item));
      labelsByHash.computeIfAbsent(item.contentHash(), h -> new HashSet<>()).add(item.label());
    }
    groupsByHash.forEach(
        (hash, groups) -> {
          splitter.join(groups);
          labelsByHash.get(hash).forEach(label -> splitter.count(groups.first(), label, 1));
        });
  }

  static boolean isGrouped(Collection<SplitItem> items) {
    return items.stream().anyMatch(item -> item.group() != null);
  }

  /** The two kinds never share a name; where bytes are equal, a real group gives the name. */
  private static String group(SplitItem item) {
    return item.group() == null ? "image:" + item.contentHash() : "group:" + item.group();
  }

  Map<String, Split> assign(SplitFractions fractions, long seed, Map<String, Split> prior) {
    prior.forEach(
        (hash, split) ->
            groupsByHash
                .getOrDefault(hash, new TreeSet<>())
                .forEach(group -> splitter.keep(group, split, 1)));
    Map<String, Split> splits = byHash(splitter.assign(fractions, seed));
    splits.putAll(prior);
    return splits;
  }

  Map<String, Integer> folds(int folds, long seed) {
    return byHash(splitter.folds(folds, seed));
  }

  int fewestOfAClass() {
    return splitter.fewestOfAClass();
  }

  private <T> Map<String, T> byHash(Map<String, T> byGroup) {
    Map<String, T> byHash = new TreeMap<>();
    groupsByHash.forEach((hash, groups) -> byHash.put(hash, byGroup.get(groups.first())));
    return byHash;
  }
}
