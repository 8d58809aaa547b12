package io.graft.dataset;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Deals groups of images into bins of given shares so that every class comes near its share of each
 * bin: the greedy rule of scikit-learn's StratifiedGroupKFold, large groups first, each to the bin
 * where it adds least to the classes' deviation. Two things differ. Bins may be unequal, so that
 * the deviation is chi-square's: squared, and relative to what is wanted. Large is by the sum of
 * the squares of class counts, not their variance, which would put a large group that holds all
 * classes evenly last, when nothing makes up for it.
 */
final class GreedyDeal {

  private final double[] shares;
  private final Map<String, int[]> countsByLabel = new HashMap<>();
  private final Map<String, Integer> sizeByLabel = new HashMap<>();
  private final long[] totals;

  /**
   * @param shares of the bins, which add up to 1; equal merits go to the bin that stands first
   */
  GreedyDeal(Collection<ImageGroup> groups, double... shares) {
    this.shares = shares;
    this.totals = new long[shares.length];
    for (ImageGroup group : groups) {
      group
          .imagesByLabel()
          .forEach(
              (label, count) -> {
                sizeByLabel.merge(label, count, Integer::sum);
                countsByLabel.computeIfAbsent(label, l -> new int[shares.length]);
              });
    }
  }

  /** The order to deal in: it depends on the groups and the seed alone. */
  List<ImageGroup> ordered(Collection<ImageGroup> groups, long seed) {
    Map<String, byte[]> keys = new HashMap<>();
    groups.forEach(group -> keys.put(group.name(), ClassMembers.key(seed, group.name())));
    return groups.stream()
        .sorted(
            Comparator.comparingLong((ImageGroup group) -> -group.weight())
                .thenComparing(group -> keys.get(group.name()), Arrays::compareUnsigned)
                .thenComparing(ImageGroup::name))
        .toList();
  }

  /** Puts the group where it serves best, and tells where. */
  int place(ImageGroup group) {
    int best = -1;
    for (int bin = 0; bin < shares.length; bin++) {
      if (shares[bin] > 0 && (best < 0 || isBetter(group, bin, best))) {
        best = bin;
      }
    }
    put(group, best);
    return best;
  }

  /** Puts the group into a bin. */
  void put(ImageGroup group, int bin) {
    group.imagesByLabel().forEach((label, count) -> countsByLabel.get(label)[bin] += count);
    totals[bin] += group.images();
  }

  private boolean isBetter(ImageGroup group, int bin, int best) {
    int difference = Double.compare(added(group, bin), added(group, best));
    return difference < 0
        || difference == 0 && totals[bin] / shares[bin] < totals[best] / shares[best];
  }

  /** What the group adds to the deviations of its classes, each relative to the class's size. */
  private double added(ImageGroup group, int bin) {
    double sum = 0;
    for (Map.Entry<String, Integer> entry : group.imagesByLabel().entrySet()) {
      double size = sizeByLabel.get(entry.getKey());
      int count = entry.getValue();
      double filled = (2.0 * countsByLabel.get(entry.getKey())[bin] + count) / (shares[bin] * size);
      sum += count / size * (filled - 2);
    }
    return sum;
  }
}
