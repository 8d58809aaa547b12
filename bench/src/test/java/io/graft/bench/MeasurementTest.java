package io.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeasurementTest {

  @Test
  void theMedianOfAnOddNumberOfRunsIsTheMiddleOne() {
    Measurement measurement = new Measurement(List.of(30.0, 10.0, 11.0), 0);

    assertThat(measurement.median()).isEqualTo(11);
    assertThat(measurement.lowest()).isEqualTo(10);
    assertThat(measurement.highest()).isEqualTo(30);
  }

  @Test
  void theMedianOfAnEvenNumberOfRunsLiesBetweenTheMiddleTwo() {
    assertThat(new Measurement(List.of(4.0, 1.0, 3.0, 2.0), 0).median()).isEqualTo(2.5);
  }

  @Test
  void measurementsTogetherHaveAllRunsAndTheLargestMemory() {
    Measurement both =
        Measurement.of(
            List.of(new Measurement(List.of(3.0, 1.0), 7), new Measurement(List.of(2.0), 9)));

    assertThat(both).isEqualTo(new Measurement(List.of(1.0, 2.0, 3.0), 9));
  }

  @Test
  void noRunIsNoMeasurement() {
    assertThatThrownBy(() -> new Measurement(List.of(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A measurement needs at least one run");
  }
}
