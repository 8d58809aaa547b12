package io.graft.bench;

import java.time.Duration;
import java.time.Instant;

/** A time during which a process was stopped. */
record Stop(Instant start, Instant end) {

  /** The seconds of it that lie within a span. */
  double secondsWithin(Instant from, Instant to) {
    Instant first = start.isAfter(from) ? start : from;
    Instant last = end.isBefore(to) ? end : to;
    return first.isBefore(last) ? Duration.between(first, last).toNanos() / 1e9 : 0;
  }
}
