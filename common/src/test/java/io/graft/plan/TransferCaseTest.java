package io.graft.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.error.UserException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferCaseTest {

  @ParameterizedTest
  @CsvSource({
    "SMALL, SIMILAR, 1",
    "SMALL, DIFFERENT, 2",
    "LARGE, SIMILAR, 3",
    "LARGE, DIFFERENT, 4"
  })
  void numbersAreThoseOfTheFourCases(DataSize size, Similarity similarity, int number) {
    TransferCase found = TransferCase.of(size, similarity);
    assertThat(found.number()).isEqualTo(number);
    assertThat(found.isLarge()).isEqualTo(size == DataSize.LARGE);
    assertThat(found.isSimilar()).isEqualTo(similarity == Similarity.SIMILAR);
    assertThat(TransferCase.parse(String.valueOf(number))).isEqualTo(found);
    assertThat(found.title())
        .startsWith(size == DataSize.LARGE ? "large data, " : "small data, ")
        .contains(similarity == Similarity.SIMILAR ? "similar to" : "different from");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "5", "auto", "", "1.0"})
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> TransferCase.parse(text))
        .isInstanceOf(UserException.class)
        .hasMessage("Unknown case '%s': use auto, 1, 2, 3 or 4.", text);
  }

  @Test
  void costsFollowFromTheMeasuredRate() {
    // 600 images at 10 a second; a training step as 12 extractions, 10 epochs.
    assertThat(CostEvidence.of(600, 10, PlansForTests.CONFIG))
        .isEqualTo(new CostEvidence(10, 60, 7200, 10));
  }
}
