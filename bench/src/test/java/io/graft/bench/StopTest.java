package io.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopTest {

  @ParameterizedTest
  @CsvSource({"0, 40, 4", "0, 12, 2", "12, 40, 2", "11, 13, 2", "0, 10, 0", "14, 40, 0"})
  void onlyWhatLiesWithinCounts(long from, long to, double expected) {
    Stop stop = new Stop(at(10), at(14));

    assertThat(stop.secondsWithin(at(from), at(to))).isEqualTo(expected);
  }

  private static Instant at(long second) {
    return Instant.ofEpochSecond(second);
  }
}
