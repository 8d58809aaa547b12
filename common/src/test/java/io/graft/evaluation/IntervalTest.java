package io.graft.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {

  /** Newcombe 1998, table I, method 3. */
  @ParameterizedTest
  @CsvSource({
    "81, 263, 0.2553, 0.3662",
    "15, 148, 0.0624, 0.1605",
    "0, 20, 0.0000, 0.1611",
    "1, 29, 0.0061, 0.1718"
  })
  void agreesWithPublishedValues(long successes, long trials, double low, double high) {
    Interval interval = Interval.wilson(successes, trials);
    assertThat(interval.low()).isCloseTo(low, within(5e-5));
    assertThat(interval.high()).isCloseTo(high, within(5e-5));
  }

  @Test
  void isSymmetricAndHoldsTheProportion() {
    for (long successes = 0; successes <= 37; successes++) {
      Interval interval = Interval.wilson(successes, 37);
      Interval mirrored = Interval.wilson(37 - successes, 37);
      assertThat(interval.low()).isBetween(0.0, successes / 37.0);
      assertThat(interval.high()).isBetween(successes / 37.0, 1.0);
      assertThat(mirrored.low()).isCloseTo(1 - interval.high(), within(1e-12));
    }
    assertThat(Interval.wilson(20, 20).high()).isEqualTo(1);
  }

  @Test
  void impossibleCountsAreRefused() {
    assertThatThrownBy(() -> Interval.wilson(0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("0 successes in 0 trials");
    assertThatThrownBy(() -> Interval.wilson(3, 2)).hasMessage("3 successes in 2 trials");
  }
}
