package io.graft.dataset;

import io.graft.error.UserException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Divides whole groups of images (patients, sessions, videos) into splits or folds: no group stands
 * in two, and groups that hold equal bytes stand together. Classes keep their shares as far as the
 * groups allow, by the greedy rule of scikit-learn's StratifiedGroupKFold. It is told of the groups
 * first, in any order.
 */
public final class GroupSplitter {

  /** Of equal merit, the first. */
  private static final List<Split> BINS = List.of(Split.TRAIN, Split.TEST, Split.VALIDATION);

  private final Map<String, ImageGroup> groups = new TreeMap<>();
  private final Map<String, Map<Split, Integer>> votes = new TreeMap<>();
  private final DisjointSets joined = new DisjointSets();

  /** A group holds so many images of the class, besides those told before. */
  public void count(String group, String label, int images) {
    groups.computeIfAbsent(group, ImageGroup::new).add(label, images);
  }

  /** These groups have equal bytes among their images. */
  public void join(Collection<String> sharing) {
    Iterator<String> names = sharing.iterator();
    String first = names.next();
    names.forEachRemaining(name -> joined.join(first, name));
  }

  /** So many of the group's images have this split from earlier. */
  public void keep(String group, Split split, int images) {
    votes
        .computeIfAbsent(group, g -> new EnumMap<>(Split.class))
        .merge(split, images, Integer::sum);
  }

  /**
   * The split of each group. One that has images in a split from earlier keeps it (of several, the
   * one with most of them; the others are left as they are by the caller). Where nothing was kept,
   * every class gets a group to train on and, if a test share is asked for, one to test on, as far
   * as it has two groups that can be parted.
   */
  public Map<String, Split> assign(SplitFractions fractions, long seed) {
    Collection<ImageGroup> units = units().values();
    Map<String, Split> splits = deal(units, fractions, seed, Map.of());
    Map<String, Split> kept = decided(votes);
    // A run that goes on where it was killed divides as it did before.
    boolean asBefore =
        kept.entrySet().stream()
            .allMatch(entry -> splits.get(joined.least(entry.getKey())) == entry.getValue());
    return asBefore ? byGroup(splits, Map.of()) : byGroup(around(units, fractions, seed), kept);
  }

  /**
   * The fold, 0 to {@code folds - 1}, of each group.
   *
   * @throws UserException where there are fewer than two folds, or fewer groups that can be parted
   */
  public Map<String, Integer> folds(int folds, long seed) {
    Collection<ImageGroup> units = units().values();
    if (folds < 2 || units.size() < folds) {
      throw new UserException(
          ("cross-validation: found %d folds for %d groups of images that share no bytes;"
                  + " use at least 2 folds and at most one per group")
              .formatted(folds, units.size()));
    }
    double[] shares = new double[folds];
    java.util.Arrays.fill(shares, 1.0 / folds);
    GreedyDeal deal = new GreedyDeal(units, shares);
    Map<String, Integer> foldByUnit = new HashMap<>();
    deal.ordered(units, seed).forEach(unit -> foldByUnit.put(unit.name(), deal.place(unit)));
    return byGroup(foldByUnit, Map.of());
  }

  /** The fewest groups that can be parted which any class stands in. */
  public int fewestOfAClass() {
    Map<String, Integer> unitsByLabel = new HashMap<>();
    for (ImageGroup unit : units().values()) {
      unit.imagesByLabel().keySet().forEach(label -> unitsByLabel.merge(label, 1, Integer::sum));
    }
    return unitsByLabel.values().stream().min(Integer::compare).orElse(0);
  }

  /** Joined groups as one, by the least of their names. */
  private Map<String, ImageGroup> units() {
    Map<String, ImageGroup> units = new TreeMap<>();
    for (ImageGroup group : groups.values()) {
      ImageGroup unit = units.computeIfAbsent(joined.least(group.name()), ImageGroup::new);
      group.imagesByLabel().forEach(unit::add);
    }
    return units;
  }

  private Map<String, Split> around(
      Collection<ImageGroup> units, SplitFractions fractions, long seed) {
    Map<String, Map<Split, Integer>> votesByUnit = new TreeMap<>();
    votes.forEach(
        (group, counts) ->
            counts.forEach(
                (split, images) ->
                    votesByUnit
                        .computeIfAbsent(joined.least(group), g -> new EnumMap<>(Split.class))
                        .merge(split, images, Integer::sum)));
    return deal(units, fractions, seed, decided(votesByUnit));
  }

  private static Map<String, Split> deal(
      Collection<ImageGroup> units, SplitFractions fractions, long seed, Map<String, Split> kept) {
    double train = 1 - fractions.validation() - fractions.test();
    GreedyDeal deal = new GreedyDeal(units, train, fractions.test(), fractions.validation());
    Map<String, Split> splits = new HashMap<>(kept);
    List<ImageGroup> ordered = new ArrayList<>(deal.ordered(units, seed));
    ordered.stream()
        .filter(unit -> kept.containsKey(unit.name()))
        .forEach(unit -> deal.put(unit, BINS.indexOf(kept.get(unit.name()))));
    ordered.stream()
        .filter(unit -> !kept.containsKey(unit.name()))
        .forEach(unit -> splits.put(unit.name(), BINS.get(deal.place(unit))));
    if (kept.isEmpty()) {
      Collections.reverse(ordered);
      GroupMinima minima = new GroupMinima(ordered, splits);
      minima.giveEveryClassTrain();
      if (fractions.test() > 0) {
        minima.giveEveryClassTest();
      }
    }
    return splits;
  }

  private static Map<String, Split> decided(Map<String, Map<Split, Integer>> votes) {
    Map<String, Split> splits = new HashMap<>();
    votes.forEach(
        (name, counts) -> {
          int most = Collections.max(counts.values());
          counts.forEach(
              (split, count) -> {
                if (count == most) {
                  splits.putIfAbsent(name, split);
                }
              });
        });
    return splits;
  }

  private <T> Map<String, T> byGroup(Map<String, T> byUnit, Map<String, T> own) {
    Map<String, T> byGroup = new TreeMap<>();
    for (String group : groups.keySet()) {
      byGroup.put(group, own.getOrDefault(group, byUnit.get(joined.least(group))));
    }
    return Collections.unmodifiableMap(byGroup);
  }
}
