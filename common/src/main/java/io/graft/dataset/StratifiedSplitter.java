package io.graft.dataset;

import io.graft.error.UserException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Divides images into splits or folds, class by class, by content hash and seed alone; where images
 * have groups, group by group (see {@link GroupSplitter}).
 *
 * <p>Counts are of distinct images: copies of a file count once and stay together.
 */
public final class StratifiedSplitter {

  private StratifiedSplitter() {}

  /**
   * The split of each content hash. Each class is divided by the largest remainder method (equal
   * remainders: train, then test), with at least one train image and, where the class has two
   * images and a test share is asked for, at least one test image. Small classes may thus have no
   * validation image.
   *
   * <p>Equal bytes under two labels stay in one split; the class with fewer images is served first.
   * Where such overlaps stand in the way of both minima, the train image is kept.
   *
   * <p>Images of a group stay in one split, and so do groups that share bytes; classes keep their
   * shares and minima as far as that allows. New images of a group that has a split get it.
   *
   * @param prior splits that some of the images have already, and keep; empty for none
   */
  public static Map<String, Split> assign(
      Collection<SplitItem> items, SplitFractions fractions, long seed, Map<String, Split> prior) {
    if (GroupedImages.isGrouped(items)) {
      return Collections.unmodifiableMap(new GroupedImages(items).assign(fractions, seed, prior));
    }
    ClassMembers members = new ClassMembers(items, seed);
    Map<String, Split> splits = new HashMap<>(prior);
    for (String label : members.labelsRarestFirst()) {
      fill(members.hashes(label), fractions, splits);
    }
    if (prior.isEmpty()) {
      repairOverlaps(members, splits, fractions);
    }
    return Collections.unmodifiableMap(new TreeMap<>(splits));
  }

  /**
   * The fold, 0 to {@code folds - 1}, of each content hash, for cross-validation. The folds'
   * counts, of each class and in all, differ by at most one image (equal bytes under two labels may
   * add to that). Images of a group stay in one fold; the balance is then what the groups allow.
   *
   * @throws UserException where there are fewer than two folds, or fewer distinct images (or
   *     groups) than folds
   */
  public static Map<String, Integer> folds(Collection<SplitItem> items, int folds, long seed) {
    if (GroupedImages.isGrouped(items)) {
      return Collections.unmodifiableMap(new GroupedImages(items).folds(folds, seed));
    }
    ClassMembers members = new ClassMembers(items, seed);
    if (folds < 2 || members.images() < folds) {
      throw new UserException(
          ("cross-validation: found %d folds for %d distinct images;"
                  + " use at least 2 folds and at most one per image")
              .formatted(folds, members.images()));
    }
    Map<String, Integer> foldOf = new HashMap<>();
    int[] totals = new int[folds];
    for (String label : members.labelsRarestFirst()) {
      deal(members.hashes(label), totals, foldOf);
    }
    return Collections.unmodifiableMap(new TreeMap<>(foldOf));
  }

  /**
   * How many folds leave every class images to train and to validate on: the fewest distinct images
   * of a class or, where images have groups, the fewest groups that a class stands in. Below 2
   * there is no cross-validation.
   */
  public static int mostFolds(Collection<SplitItem> items) {
    return new GroupedImages(items).fewestOfAClass();
  }

  private static void repairOverlaps(
      ClassMembers members, Map<String, Split> splits, SplitFractions fractions) {
    OverlapRepair repair = new OverlapRepair(members, splits);
    repair.giveEveryClassTrain();
    if (fractions.test() > 0) {
      repair.giveEveryClassTest();
    }
  }

  private static void fill(
      List<String> hashes, SplitFractions fractions, Map<String, Split> splits) {
    Map<Split, Integer> wanted = SplitCounts.of(hashes.size(), fractions);
    // An image that a rarer class shares has its split already and counts here too.
    for (String hash : hashes) {
      if (splits.containsKey(hash)) {
        wanted.merge(splits.get(hash), -1, Integer::sum);
      }
    }
    for (String hash : hashes) {
      if (!splits.containsKey(hash)) {
        Split split = firstWanted(wanted);
        wanted.merge(split, -1, Integer::sum);
        splits.put(hash, split);
      }
    }
  }

  private static Split firstWanted(Map<Split, Integer> wanted) {
    for (Split split : Split.values()) {
      if (wanted.get(split) > 0) {
        return split;
      }
    }
    throw new IllegalStateException("more images than places in the splits: " + wanted);
  }

  private static void deal(List<String> hashes, int[] totals, Map<String, Integer> foldOf) {
    int[] counts = new int[totals.length];
    for (String hash : hashes) {
      if (foldOf.containsKey(hash)) {
        counts[foldOf.get(hash)]++;
      }
    }
    for (String hash : hashes) {
      if (!foldOf.containsKey(hash)) {
        int fold = emptiest(counts, totals);
        counts[fold]++;
        totals[fold]++;
        foldOf.put(hash, fold);
      }
    }
  }

  /** Fewest of this class, then fewest of all, so that small classes don't all fill fold 0. */
  private static int emptiest(int[] counts, int[] totals) {
    int best = 0;
    for (int fold = 1; fold < counts.length; fold++) {
      int difference = Integer.compare(counts[fold], counts[best]);
      if (difference < 0 || difference == 0 && totals[fold] < totals[best]) {
        best = fold;
      }
    }
    return best;
  }
}
