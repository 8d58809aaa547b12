package io.graft.training;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.training.TrainingHistory.Round;
import org.junit.jupiter.api.Test;

class DivergenceRuleTest {

  private static final NetworkState SOUND = new NetworkState(new float[] {1, 2}, new float[0]);

  private final DivergenceRule rule = new DivergenceRule(10);

  @Test
  void aLossThatIsNoNumberNamesTheRound() {
    assertThatThrownBy(() -> rule.check(losses(1, Double.NaN), SOUND))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessage("Training diverged in round 2 of epoch 1: the loss is NaN.");
  }

  @Test
  void aParameterThatIsNoNumberIsFoundBeforeTheLossShowsIt() {
    NetworkState broken = new NetworkState(new float[] {1, Float.NaN}, new float[0]);
    assertThatThrownBy(() -> rule.check(losses(1), broken))
        .hasMessageContaining("a parameter of the network is no number");
  }

  @Test
  void threeRoundsInARowFarAboveGuessingAreTooMany() {
    // Guessing among ten classes costs 2.303, three times that 6.908.
    assertThatThrownBy(() -> rule.check(losses(1, 7, 8, 9), SOUND))
        .hasMessageContaining("round 4 of epoch 1")
        .hasMessageContaining("(7.000, 8.000, 9.000) is above 6.908");
    assertThatCode(() -> rule.check(losses(1, 7, 8), SOUND)).doesNotThrowAnyException();
    assertThatCode(() -> rule.check(losses(1, 7, 6, 8), SOUND)).doesNotThrowAnyException();
  }

  @Test
  void randomWeightsMayBeginWorseThanGuessing() {
    assertThatCode(() -> rule.check(losses(9, 8, 7), SOUND)).doesNotThrowAnyException();
  }

  private static TrainingHistory losses(double... losses) {
    TrainingHistory history = TrainingHistory.beginning(new ValidationScore(0.1, 2.3, 0.1, 100));
    for (int round = 0; round < losses.length; round++) {
      history = history.with(new Round(1, round + 1, 10, losses[round], 1));
    }
    return history;
  }
}
