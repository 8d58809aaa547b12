package io.graft.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResampledDifferenceTest {

  /**
   * Differences 0.1, 0.3, 0.2, 0.2, 0.2 of five folds: mean 0.2, squares 0.01 + 0.01, variance 0.02
   * / 4 = 0.005; a fold tests a fifth and trains on four, so the error is sqrt(0.005 * (1/5 + 1/4))
   * = sqrt(0.00225). Without the correction it would be sqrt(0.005 / 5) = 0.0316.
   */
  @Test
  void byHand() {
    ResampledDifference difference =
        ResampledDifference.between(
            List.of(0.8, 0.9, 0.7, 0.9, 0.6), List.of(0.7, 0.6, 0.5, 0.7, 0.4), 5);
    assertThat(difference.mean()).isCloseTo(0.2, within(1e-12));
    assertThat(difference.standardError()).isCloseTo(0.047434164902525694, within(1e-12));
    assertThat(difference.isClear()).isTrue();
  }

  /** Twice two folds: 1/4 for the number of values, 1/1 for a fold held out of two. */
  @Test
  void repeatsLessenTheFirstTermAlone() {
    ResampledDifference difference = ResampledDifference.of(List.of(1.0, 3.0, 1.0, 3.0), 2);
    assertThat(difference.mean()).isEqualTo(2);
    assertThat(difference.standardError())
        .isCloseTo(Math.sqrt(4 / 3.0 * (0.25 + 1)), within(1e-12));
  }

  @Test
  void clearIsMoreThanTheError() {
    assertThat(new ResampledDifference(0.1, 0.1).isClear()).isFalse();
    assertThat(new ResampledDifference(0.11, 0.1).isClear()).isTrue();
    assertThat(new ResampledDifference(-0.5, 0.1).isClear()).isFalse();
    assertThat(new ResampledDifference(0, 0).isClear()).isFalse();
  }

  @Test
  void valuesWithoutSpreadOrPartnersAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResampledDifference.of(List.of(0.5), 2))
        .withMessage("1 values of 2 folds have no spread");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResampledDifference.of(List.of(0.5, 0.6), 1))
        .withMessage("2 values of 1 folds have no spread");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResampledDifference.between(List.of(0.5, 0.6), List.of(0.5), 2))
        .withMessage("2 folds against 1");
  }
}
