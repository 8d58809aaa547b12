package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.error.UserException;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {

  @Test
  void autoWeighsOnlyWhereTheLargestClassHasThreeTimesTheSmallest() {
    assertThat(ClassWeights.AUTO.of(new int[] {10, 29})).containsExactly(1, 1);
    assertThat(ClassWeights.AUTO.of(new int[] {10, 30})).containsExactly(2, 2.0 / 3);
    assertThat(ClassWeights.NONE.of(new int[] {1, 99})).containsExactly(1, 1);
  }

  @Test
  void aClassWithoutImagesChangesNothingForTheOthers() {
    assertThat(ClassWeights.AUTO.of(new int[] {10, 0, 30})).containsExactly(2, 1, 2.0 / 3);
  }

  @Test
  void unknownNamesAreRefused() {
    assertThat(ClassWeights.parse("AUTO")).isEqualTo(ClassWeights.AUTO);
    assertThatThrownBy(() -> ClassWeights.parse("heavy"))
        .isInstanceOf(UserException.class)
        .hasMessage("Unknown class weights 'heavy': use auto or none.");
  }
}
