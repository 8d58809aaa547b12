package io.graft.spark;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;

/** What became of the images of a partition, or of several: counts. */
final class Outcomes implements Serializable {

  private static final long serialVersionUID = 1L;

  private final TreeMap<String, Long> quarantinedByReason = new TreeMap<>();
  private long extracted;

  /** Counts a row by its only column, the reason for its quarantine if any. */
  Outcomes add(InternalRow reason) {
    if (reason.isNullAt(0)) {
      extracted++;
    } else {
      quarantinedByReason.merge(reason.getString(0), 1L, Long::sum);
    }
    return this;
  }

  Outcomes addAll(Outcomes others) {
    extracted += others.extracted;
    others.quarantinedByReason.forEach(
        (reason, count) -> quarantinedByReason.merge(reason, count, Long::sum));
    return this;
  }

  /** Extracted and quarantined. */
  long count() {
    return extracted + quarantinedByReason.values().stream().mapToLong(Long::longValue).sum();
  }

  Map<String, Long> quarantinedByReason() {
    return Collections.unmodifiableMap(quarantinedByReason);
  }
}
