package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class OutcomesTest {

  @Test
  void countsExtractedAndQuarantinedOfSeveralPartitions() {
    Outcomes one = new Outcomes().add(reason(null)).add(reason("empty")).add(reason("empty"));
    Outcomes other = new Outcomes().add(reason("truncated")).add(reason(null)).add(reason("empty"));

    Outcomes both = new Outcomes().addAll(one).addAll(other);

    assertThat(both.count()).isEqualTo(6);
    assertThat(both.quarantinedByReason())
        .containsExactly(entry("empty", 3L), entry("truncated", 1L));
  }

  private static InternalRow reason(String reason) {
    return new GenericInternalRow(new Object[] {UTF8String.fromString(reason)});
  }
}
