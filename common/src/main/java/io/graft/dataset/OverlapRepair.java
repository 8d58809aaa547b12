package io.graft.dataset;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Restores the minima that images under two labels can break: a class whose images were all placed
 * on behalf of other classes may stand without a train or a test image.
 */
final class OverlapRepair {

  private final ClassMembers members;
  private final Map<String, Split> splits;

  OverlapRepair(ClassMembers members, Map<String, Split> splits) {
    this.members = members;
    this.splits = splits;
  }

  /** Moves one image to train in each class that has none there. */
  void giveEveryClassTrain() {
    for (String label : members.labelsRarestFirst()) {
      if (lacks(label, Split.TRAIN)) {
        splits.put(members.hashes(label).get(0), Split.TRAIN);
      }
    }
  }

  /** Moves one image to test where a class has none there, unless that leaves one without train. */
  void giveEveryClassTest() {
    for (String label : members.labelsRarestFirst()) {
      List<String> hashes = members.hashes(label);
      if (hashes.size() >= 2 && lacks(label, Split.TEST)) {
        hashes.stream()
            .map(this::movesThatBringToTest)
            .flatMap(Optional::stream)
            .findFirst()
            .ifPresent(splits::putAll);
      }
    }
  }

  /** The image itself, with an image back to train in each class that it leaves without one. */
  private Optional<Map<String, Split>> movesThatBringToTest(String hash) {
    Map<String, Split> moves = new HashMap<>(Map.of(hash, Split.TEST));
    for (String label : members.labels(hash)) {
      if (onlyTrainImage(hash, label)) {
        Optional<String> substitute =
            members.hashes(label).stream()
                .filter(other -> !other.equals(hash) && isUnshared(other))
                .findFirst();
        if (substitute.isEmpty()) {
          return Optional.empty();
        }
        moves.put(substitute.get(), Split.TRAIN);
      }
    }
    return Optional.of(moves);
  }

  private boolean onlyTrainImage(String hash, String label) {
    return members.hashes(label).stream()
        .allMatch(other -> other.equals(hash) == (splits.get(other) == Split.TRAIN));
  }

  /** A substitute that stands in one class only disturbs no other. */
  private boolean isUnshared(String hash) {
    return members.labels(hash).size() == 1;
  }

  private boolean lacks(String label, Split split) {
    return members.hashes(label).stream().noneMatch(hash -> splits.get(hash) == split);
  }
}
