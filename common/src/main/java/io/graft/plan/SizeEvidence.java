package io.graft.plan;

import java.util.Map;

/**
 * How many images there are to learn from.
 *
 * @param listed files
 * @param quarantined files that can't be used
 * @param duplicates images whose bytes an earlier one has
 * @param nearDuplicates images whose features are almost those of an earlier one
 * @param imagesPerClass after all of these are gone
 * @param basis what was looked at
 */
public record SizeEvidence(
    long listed,
    long quarantined,
    long duplicates,
    long nearDuplicates,
    Map<String, Long> imagesPerClass,
    Basis basis) {

  /** What the counts come from. */
  public enum Basis {
    /** Every image of the train split; its shares are taken for the other splits. */
    ALL,
    /** A sample of the train split; its shares are taken for the whole. */
    SAMPLE
  }

  /** Distinct, usable images. */
  public long images() {
    return imagesPerClass.values().stream().mapToLong(Long::longValue).sum();
  }
}
