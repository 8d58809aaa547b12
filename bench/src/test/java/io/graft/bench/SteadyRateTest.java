package io.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SteadyRateTest {

  @Test
  void whatBothRunsSpendOnStartingDropsOut() {
    double start = 7;

    assertThat(SteadyRate.of(1064, start + 10.64, 64, start + 0.64).orElseThrow())
        .isBetween(99.999, 100.001);
  }

  @Test
  void runsOfTheSameLengthTellNothing() {
    assertThat(SteadyRate.of(64, 8, 64, 7)).isEmpty();
    assertThat(SteadyRate.of(128, 7, 64, 8)).isEmpty();
  }
}
