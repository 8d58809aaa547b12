package io.graft.dataset;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many of a class's images go to each split: the largest remainder method, with minima. */
public final class SplitCounts {

  /** Shares in billionths, so that 0.29 of 100 is 29 and equal remainders are equal. */
  private static final long WHOLE = 1_000_000_000L;

  /** Equal remainders go to the split that stands first. */
  private static final List<Split> PRECEDENCE = List.of(Split.TRAIN, Split.TEST, Split.VALIDATION);

  private SplitCounts() {}

  /** Counts that add up to {@code images}, which is at least 1. */
  public static Map<Split, Integer> of(int images, SplitFractions fractions) {
    Map<Split, Integer> counts = largestRemainder(images, fractions);
    if (counts.get(Split.TRAIN) == 0) {
      Split donor =
          counts.get(Split.VALIDATION) >= counts.get(Split.TEST) ? Split.VALIDATION : Split.TEST;
      move(counts, donor, Split.TRAIN);
    }
    if (images >= 2 && fractions.test() > 0 && counts.get(Split.TEST) == 0) {
      Split donor =
          counts.get(Split.TRAIN) > Math.max(1, counts.get(Split.VALIDATION))
              ? Split.TRAIN
              : Split.VALIDATION;
      move(counts, donor, Split.TEST);
    }
    return counts;
  }

  private static Map<Split, Integer> largestRemainder(int images, SplitFractions fractions) {
    Map<Split, Long> shares = new EnumMap<>(Split.class);
    shares.put(Split.VALIDATION, Math.round(images * fractions.validation() * WHOLE));
    shares.put(Split.TEST, Math.round(images * fractions.test() * WHOLE));
    shares.put(Split.TRAIN, images * WHOLE - shares.get(Split.VALIDATION) - shares.get(Split.TEST));
    Map<Split, Integer> counts = new EnumMap<>(Split.class);
    shares.forEach((split, share) -> counts.put(split, (int) (share / WHOLE)));
    int left = images - counts.values().stream().mapToInt(Integer::intValue).sum();
    PRECEDENCE.stream()
        .sorted(Comparator.comparingLong((Split split) -> -(shares.get(split) % WHOLE)))
        .limit(left)
        .forEach(split -> counts.merge(split, 1, Integer::sum));
    return counts;
  }

  private static void move(Map<Split, Integer> counts, Split from, Split to) {
    counts.merge(from, -1, Integer::sum);
    counts.merge(to, 1, Integer::sum);
  }
}
