package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graft.model.LinearHead;
import io.graft.training.LogisticRegression.Effort;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {

  private static final Effort EXACT = new Effort(1000, 1e-15);
  private static final double[] EQUAL = {1, 1};

  /**
   * Two images a class at -1 and 1 (standard deviation of the feature: sqrt(4/3)). With the classes
   * mirrored, weights are w and -w and biases 0, and the gradient is 0 where s (1 - p) = l2 w, with
   * the standardised feature s = 1 / sqrt(4/3) and p = 1 / (1 + exp(-2 w s)).
   */
  @Test
  void theMinimumIsWhereTheGradientWorkedOutByHandIsZero() {
    LabelledFeatures data =
        new LabelledFeatures(new float[][] {{-1}, {-1}, {1}, {1}}, new int[] {0, 0, 1, 1}, 2);
    double l2 = 0.1;
    LinearHead head = fit(data, EQUAL, l2);
    double scale = 1 / Math.sqrt(4.0 / 3);
    double weight = head.weights()[1][0] / scale;
    double probability = 1 / (1 + Math.exp(-2 * weight * scale));
    assertThat(scale * (1 - probability)).isCloseTo(l2 * weight, within(1e-6));
    assertThat(head.weights()[0][0]).isCloseTo(-head.weights()[1][0], within(1e-6f));
    assertThat(head.biases()[0]).isCloseTo(0, within(1e-6f));
  }

  @Test
  void withoutAnyInformationTheBiasesGiveTheClassesTheirShares() {
    LabelledFeatures data =
        new LabelledFeatures(new float[][] {{7}, {7}, {7}, {7}}, new int[] {0, 1, 1, 1}, 2);
    assertThat(fit(data, EQUAL, 0.1).probabilities(new float[] {7}))
        .containsExactly(new double[] {0.25, 0.75}, within(1e-6));
    assertThat(fit(data, new double[] {2, 2.0 / 3}, 0.1).probabilities(new float[] {7}))
        .containsExactly(new double[] {0.5, 0.5}, within(1e-6));
  }

  @Test
  void separatesCloudsAndScoresThem() {
    LabelledFeatures data = clouds(3, 20, 60);
    HeadScore score = HeadScore.of(fit(data, new double[] {1, 1, 1}, 0.01), data);
    assertThat(score.images()).isEqualTo(180);
    assertThat(score.accuracy()).isGreaterThan(0.95);
    assertThat(score.meanLogLoss()).isLessThan(0.3);
  }

  @Test
  void aPathThatGoesOnFromEachStrengthToTheNextEndsWhereAFreshFitDoes() {
    LabelledFeatures data = clouds(3, 12, 40);
    LogisticRegression regression = new LogisticRegression(data, new double[] {1, 1, 1});
    double[] onwards = regression.fit(0.01, EXACT, regression.fit(1, EXACT, regression.zero()));
    double[] fresh = regression.fit(0.01, EXACT, regression.zero());
    assertThat(onwards).containsExactly(fresh, within(1e-4));
  }

  private static LinearHead fit(LabelledFeatures data, double[] weights, double l2) {
    LogisticRegression regression = new LogisticRegression(data, weights);
    return regression.head(regression.fit(l2, EXACT, regression.zero()));
  }

  static LabelledFeatures clouds(int classes, int width, int perClass) {
    Random random = new Random(4);
    float[][] features = new float[classes * perClass][width];
    int[] labels = new int[features.length];
    for (int i = 0; i < features.length; i++) {
      labels[i] = i % classes;
      for (int f = 0; f < width; f++) {
        features[i][f] = (float) (random.nextGaussian() + (f % classes == labels[i] ? 1.5 : 0));
      }
    }
    return new LabelledFeatures(features, labels, classes);
  }
}
