package io.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FloorTest {

  @Test
  void twoStepsInSeriesTakeTheSumOfTheirTimes() {
    assertThat(Floor.inSeries(1000, 250)).isCloseTo(200, within(1e-9));
  }

  @Test
  void theFloorIsNineTenthsOfThat() {
    assertThat(Floor.of(1000, 250)).isCloseTo(180, within(1e-9));
  }

  @Test
  void aRateThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Floor.of(0, 250))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Rates must be above 0: 0.0, 250.0");
  }
}
