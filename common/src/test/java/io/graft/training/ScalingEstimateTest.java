package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScalingEstimateTest {

  @Test
  void anEpochIsItsStepsAndItsAverages() {
    ScalingEstimate estimate = new ScalingEstimate(1000, 10, 5, 0.2, 1);
    assertThat(estimate.epochSeconds(1)).isCloseTo(100 * 0.2 + 20, within(1e-9));
    assertThat(estimate.epochSeconds(2)).isCloseTo(50 * 0.2 + 10, within(1e-9));
    // 34 steps, the last one short, in 7 rounds.
    assertThat(estimate.epochSeconds(3)).isCloseTo(34 * 0.2 + 7, within(1e-9));
    assertThat(estimate.speedUp(2)).isCloseTo(2, within(1e-9));
  }

  @Test
  void workersThatSaveLittleAreNotRecommended() {
    assertThat(new ScalingEstimate(1000, 10, 5, 0.2, 0.1).recommended(8)).isEqualTo(8);
    assertThat(new ScalingEstimate(1000, 10, 5, 0.2, 0.1).recommended(6)).isEqualTo(6);
    // 64 images are 4 steps of 2 workers and one step of 8 or more.
    assertThat(new ScalingEstimate(64, 8, 1, 0.2, 0.1).recommended(64)).isEqualTo(8);
    assertThat(new ScalingEstimate(8, 8, 1, 0.2, 0.1).recommended(4)).isEqualTo(1);
  }
}
