package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ValidationScoreTest {

  @Test
  void sumsGiveAccuracyLossAndMajority() {
    ValidationSums sums = new ValidationSums(3);
    sums.add(0, new float[] {0.5f, 0.3f, 0.2f});
    sums.add(0, new float[] {0.25f, 0.5f, 0.25f});
    ValidationSums others = new ValidationSums(3);
    others.add(2, new float[] {0.1f, 0.1f, 0.8f});
    ValidationScore score = sums.merge(others).score();
    assertThat(score.accuracy()).isEqualTo(2.0 / 3);
    assertThat(score.majority()).isEqualTo(2.0 / 3);
    assertThat(score.images()).isEqualTo(3);
    assertThat(score.loss())
        .isCloseTo(-(Math.log(0.5) + Math.log(0.25) + Math.log(0.8)) / 3, within(1e-7));
  }

  @Test
  void theOrderOfMergingChangesNoBit() {
    float[][] outputs = {{0.7f, 0.3f}, {0.1f, 0.9f}, {0.333f, 0.667f}, {0.501f, 0.499f}};
    ValidationSums forwards = new ValidationSums(2);
    ValidationSums backwards = new ValidationSums(2);
    for (int i = 0; i < outputs.length; i++) {
      forwards.add(0, outputs[i]);
      ValidationSums one = new ValidationSums(2);
      one.add(0, outputs[outputs.length - 1 - i]);
      backwards = one.merge(backwards);
    }
    assertThat(backwards.score()).isEqualTo(forwards.score());
  }

  @Test
  void whatIsNoNumberCostsAsMuchAsNothing() {
    ValidationSums sums = new ValidationSums(2);
    sums.add(0, new float[] {Float.NaN, Float.NaN});
    sums.add(1, new float[] {1, 0});
    assertThat(sums.score().loss()).isCloseTo(-Math.log(1e-7), within(1e-7));
  }

  @Test
  void withoutImagesThereIsNoScore() {
    assertThatThrownBy(() -> new ValidationSums(2).score())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void higherAccuracyIsBetterAndThenLowerLoss() {
    ValidationScore base = new ValidationScore(0.8, 0.5, 0.3, 100);
    assertThat(new ValidationScore(0.81, 0.9, 0.3, 100)).isGreaterThan(base);
    assertThat(new ValidationScore(0.8, 0.4, 0.3, 100)).isGreaterThan(base);
    assertThat(new ValidationScore(0.8, 0.6, 0.3, 100)).isLessThan(base);
  }

  @Test
  void successIsAShareOfTheWayFromTheMajorityToOne() {
    ValidationScore score = new ValidationScore(0.7, 0.5, 0.4, 100);
    assertThat(score.successFrom(0.5)).isCloseTo(0.7, within(1e-12));
    assertThat(new ValidationScore(0.71, 0.5, 0.4, 100).succeeds(0.5)).isTrue();
    assertThat(new ValidationScore(0.69, 0.5, 0.4, 100).succeeds(0.5)).isFalse();
  }
}
