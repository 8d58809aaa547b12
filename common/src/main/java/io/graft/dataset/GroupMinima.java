package io.graft.dataset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sees to it that every class has images to train on and, where it stands in two groups, to test
 * on, as far as moving single groups can.
 */
final class GroupMinima {

  private final Map<String, List<ImageGroup>> groupsByLabel =
      new TreeMap<>(LabelIndex::byCodePoint);
  private final Map<String, Split> splits;

  /**
   * @param smallestFirst the groups, in the order in which they are taken for a move
   * @param splits by name of group; changed
   */
  GroupMinima(Collection<ImageGroup> smallestFirst, Map<String, Split> splits) {
    this.splits = splits;
    for (ImageGroup group : smallestFirst) {
      for (String label : group.imagesByLabel().keySet()) {
        groupsByLabel.computeIfAbsent(label, l -> new ArrayList<>()).add(group);
      }
    }
  }

  void giveEveryClassTrain() {
    for (String label : rarestFirst()) {
      if (lacks(label, Split.TRAIN)) {
        splits.put(groupsByLabel.get(label).get(0).name(), Split.TRAIN);
      }
    }
  }

  /** Never at the cost of a class's last group in train. */
  void giveEveryClassTest() {
    for (String label : rarestFirst()) {
      if (lacks(label, Split.TEST)) {
        groupsByLabel.get(label).stream()
            .filter(this::isSpare)
            .findFirst()
            .ifPresent(group -> splits.put(group.name(), Split.TEST));
      }
    }
  }

  private List<String> rarestFirst() {
    return groupsByLabel.keySet().stream()
        .sorted(Comparator.comparingInt(label -> groupsByLabel.get(label).size()))
        .toList();
  }

  /** Whether all its classes keep a group in train without it. */
  private boolean isSpare(ImageGroup group) {
    return group.imagesByLabel().keySet().stream()
        .allMatch(
            label ->
                groupsByLabel.get(label).stream()
                    .anyMatch(
                        other ->
                            !other.name().equals(group.name())
                                && splits.get(other.name()) == Split.TRAIN));
  }

  private boolean lacks(String label, Split split) {
    return groupsByLabel.get(label).stream().noneMatch(group -> splits.get(group.name()) == split);
  }
}
