package io.graft.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.error.UserException;
import org.junit.jupiter.api.Test;

class SplitTest {

  @Test
  void textIsLowerCaseAndReadsBack() {
    assertThat(Split.VALIDATION.text()).isEqualTo("validation");
    for (Split split : Split.values()) {
      assertThat(Split.parse(split.text())).isEqualTo(split);
    }
  }

  @Test
  void parseIgnoresCaseAndBlanks() {
    assertThat(Split.parse(" Train ")).isEqualTo(Split.TRAIN);
  }

  @Test
  void unknownSplitIsNamedWithTheKnownOnes() {
    assertThatThrownBy(() -> Split.parse("dev"))
        .isInstanceOf(UserException.class)
        .hasMessage("split: found 'dev'; use one of train, validation, test");
    assertThatThrownBy(() -> Split.parse(null)).isInstanceOf(UserException.class);
  }

  @Test
  void fractionsMustLeaveTrainImages() {
    assertThat(new SplitFractions(0, 0).test()).isZero();
    assertThatThrownBy(() -> new SplitFractions(0.5, 0.5))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("validation 0.5 and test 0.5 leave nothing to train on");
  }

  @Test
  void fractionsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> new SplitFractions(-0.1, 0.2))
        .isInstanceOf(UserException.class)
        .hasMessage("split fractions: validation is -0.1; use a number from 0 to below 1");
    assertThatThrownBy(() -> new SplitFractions(0.1, Double.NaN))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("test is NaN");
    assertThatThrownBy(() -> new SplitFractions(1, 0)).hasMessageContaining("validation is 1.0");
  }

  @Test
  void itemNeedsHashAndLabel() {
    assertThatThrownBy(() -> new SplitItem("ab", " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label is ' ', expected text");
    assertThatThrownBy(() -> new SplitItem(null, "cat")).hasMessageContaining("contentHash");
  }
}
