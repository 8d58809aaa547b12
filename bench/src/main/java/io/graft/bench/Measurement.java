package io.graft.bench;

import java.util.List;

/**
 * Figures of equal runs, most often images/s, and the largest resident memory of their processes.
 *
 * @param rates one a run, at least one
 */
record Measurement(List<Double> rates, long peakBytes) {

  Measurement {
    if (rates.isEmpty()) {
      throw new IllegalArgumentException("A measurement needs at least one run");
    }
    rates = rates.stream().sorted().toList();
  }

  /** All runs of several measurements. */
  static Measurement of(List<Measurement> parts) {
    return new Measurement(
        parts.stream().flatMap(part -> part.rates().stream()).toList(),
        parts.stream().mapToLong(Measurement::peakBytes).max().orElse(0));
  }

  /** The middle rate; of an even number the mean of the middle two. */
  double median() {
    int half = rates.size() / 2;
    return rates.size() % 2 == 1 ? rates.get(half) : (rates.get(half - 1) + rates.get(half)) / 2;
  }

  double lowest() {
    return rates.get(0);
  }

  double highest() {
    return rates.get(rates.size() - 1);
  }
}
