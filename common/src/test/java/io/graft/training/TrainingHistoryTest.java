package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graft.json.Json;
import io.graft.training.TrainingHistory.Round;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingHistoryTest {

  @Test
  void anEpochsLossIsTheMeanOverItsImages() {
    TrainingHistory history =
        TrainingHistory.beginning(score(0.3, 1.2))
            .with(new Round(1, 1, 30, 1.0, 2))
            .with(new Round(1, 2, 10, 2.0, 1))
            .withEpoch(1, score(0.5, 0.9))
            .with(new Round(2, 1, 40, 0.5, 4))
            .withEpoch(2, score(0.6, 0.8));
    assertThat(history.epochs().get(0).loss()).isCloseTo(1.25, within(1e-12));
    assertThat(history.epochs().get(0).seconds()).isEqualTo(3);
    assertThat(history.epochs().get(1).loss()).isEqualTo(0.5);
  }

  @Test
  void theStartMayBeTheBest() {
    TrainingHistory worse = history(0.3, 0.2);
    assertThat(worse.bestEpoch()).isZero();
    assertThat(worse.bestScore()).isEqualTo(worse.start());
    assertThat(history(0.3, 0.5, 0.6, 0.4).bestEpoch()).isEqualTo(2);
    assertThat(history(0.3, 0.5, 0.6, 0.4).bestScore().accuracy()).isEqualTo(0.6);
  }

  @Test
  void trainingIsOverWithoutABetterLoss() {
    EarlyStopping patience = new EarlyStopping(2);
    assertThat(patience.isOver(losses(1.0))).isFalse();
    assertThat(patience.isOver(losses(1.0, 1.1))).isFalse();
    assertThat(patience.isOver(losses(1.0, 1.1, 1.0))).isTrue();
    assertThat(patience.isOver(losses(1.0, 1.1, 0.9, 0.95))).isFalse();
    assertThat(patience.isOver(losses(1.0, 1.1, 0.9, 0.95, 0.9))).isTrue();
  }

  @Test
  void survivesBeingWritten() {
    FineTuneHistory history =
        new FineTuneHistory("small", 100, 2, null, Map.of(), null)
            .with("pretrained", history(0.3, 0.5))
            .with(new ScalingEstimate(100, 8, 2, 0.1, 0.2));
    assertThat(Json.read("test", Json.write(history), FineTuneHistory.class)).isEqualTo(history);
    assertThat(history.keeping("pretrained").kept()).isEqualTo("pretrained");
  }

  static TrainingHistory history(double... accuracies) {
    TrainingHistory history = TrainingHistory.beginning(score(accuracies[0], 1));
    for (int epoch = 1; epoch < accuracies.length; epoch++) {
      history =
          history
              .with(new Round(epoch, 1, 10, 1, 2))
              .withEpoch(epoch, score(accuracies[epoch], 1.0 / epoch));
    }
    return history;
  }

  private static TrainingHistory losses(double... losses) {
    TrainingHistory history = TrainingHistory.beginning(score(0.5, losses[0]));
    for (int epoch = 1; epoch < losses.length; epoch++) {
      history =
          history.with(new Round(epoch, 1, 10, 1, 2)).withEpoch(epoch, score(0.5, losses[epoch]));
    }
    return history;
  }

  private static ValidationScore score(double accuracy, double loss) {
    return new ValidationScore(accuracy, loss, 0.25, 100);
  }
}
