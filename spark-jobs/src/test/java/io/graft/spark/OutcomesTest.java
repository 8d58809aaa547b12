package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
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

  private static Row reason(String reason) {
    return RowFactory.create(reason);
  }
}
