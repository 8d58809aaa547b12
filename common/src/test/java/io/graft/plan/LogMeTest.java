package io.graft.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LogMeTest {

  @Test
  void agreesWithTheAuthorsProgram() {
    // Their LogME.py, run on the same matrices.
    assertThat(LogMe.of(FormulaFeatures.of(60, 8, 3, 0.5), FormulaFeatures.labels(60, 3), 3))
        .isCloseTo(-0.719022901095, within(1e-9));
    assertThat(LogMe.of(FormulaFeatures.of(60, 8, 3, 0), FormulaFeatures.labels(60, 3), 3))
        .isCloseTo(-0.804336377855, within(1e-9));
    assertThat(LogMe.of(FormulaFeatures.of(40, 40, 4, 0.5), FormulaFeatures.labels(40, 4), 4))
        .isCloseTo(-0.584750842404, within(1e-9));
  }

  @Test
  void withMoreFeaturesThanImagesItIsStillTheEvidence() {
    // -0.8375: the log density of the labels under a normal distribution with the covariance
    // I / beta + FF' / alpha, worked out in numpy. The authors' program, which counts the
    // directions without variance, says +0.8097.
    assertThat(LogMe.of(FormulaFeatures.of(12, 20, 3, 0.5), FormulaFeatures.labels(12, 3), 3))
        .isCloseTo(-0.838371208629, within(1e-9))
        .isCloseTo(-0.837533507044, within(1e-3));
  }

  @Test
  void largeMatricesAgreeWhateverTheProcessor() {
    // From some hundred features on, the library's own eigenvectors are wrong on AVX-512.
    assertThat(LogMe.of(FormulaFeatures.of(700, 300, 5, 0.1), FormulaFeatures.labels(700, 5), 5))
        .isCloseTo(0.263540962607, within(1e-8));
    assertThat(LogMe.of(FormulaFeatures.of(300, 700, 5, 0.1), FormulaFeatures.labels(300, 5), 5))
        .isCloseTo(-0.274980692503, within(1e-8));
  }

  @Test
  void oneFeatureByHand() {
    // F'F = 4 and the projection is 1: t = alpha / beta solves t^2 + 2t - 8 = 0, so t = 2, alpha =
    // 6
    // and beta = 3, and the evidence follows.
    double expected = (1.5 * Math.log(3) - 2 - 2 * Math.log(2 * Math.PI)) / 4;
    float[][] features = {{1}, {1}, {-1}, {-1}};
    assertThat(LogMe.of(features, new int[] {0, 0, 1, 1}, 2)).isCloseTo(expected, within(1e-3));
  }

  @Test
  void informativeFeaturesScoreAboveNoise() {
    int[] labels = FormulaFeatures.labels(60, 3);
    double noise = LogMe.of(FormulaFeatures.of(60, 8, 3, 0), labels, 3);
    double weak = LogMe.of(FormulaFeatures.of(60, 8, 3, 0.5), labels, 3);
    double strong = LogMe.of(FormulaFeatures.of(60, 8, 3, 2), labels, 3);
    assertThat(strong).isGreaterThan(weak + 0.1);
    assertThat(weak).isGreaterThan(noise + 0.05);
  }

  @Test
  void absentClassChangesNothing() {
    float[][] features = FormulaFeatures.of(60, 8, 3, 0.5);
    int[] labels = FormulaFeatures.labels(60, 3);
    assertThat(LogMe.of(features, labels, 5)).isEqualTo(LogMe.of(features, labels, 3));
  }

  @Test
  void deadAndDuplicateColumnsAreHarmless() {
    int[] labels = FormulaFeatures.labels(60, 3);
    float[][] features = FormulaFeatures.of(60, 8, 3, 0.5);
    double score = LogMe.of(features, labels, 3);
    float[][] withDead = FormulaFeatures.withColumn(features, new float[60]);
    assertThat(LogMe.of(withDead, labels, 3)).isCloseTo(score, within(1e-9));
    float[] copy = FormulaFeatures.column(features, 3);
    float[][] withCopy = FormulaFeatures.withColumn(features, copy);
    assertThat(LogMe.of(withCopy, labels, 3)).isCloseTo(score, within(0.02));
    assertThat(LogMe.of(new float[4][3], new int[] {0, 0, 1, 1}, 2)).isFinite();
  }

  @Test
  void perfectFitsOfFewImagesStayFinite() {
    float[][] features = {{1000, 0, 0, 1}, {0, 1000, 0, 1}, {0, 0, 1000, 1}};
    assertThat(LogMe.of(features, new int[] {0, 1, 2}, 3)).isFinite();
    assertThat(LogMe.of(new float[][] {{1, 2}}, new int[] {0}, 1)).isFinite();
  }

  @Test
  @Timeout(60)
  void twoThousandImagesAreNoLongWork() {
    Random random = new Random(1);
    float[][] features = new float[2000][1024];
    for (float[] row : features) {
      for (int column = 0; column < row.length; column++) {
        row[column] = (float) random.nextGaussian();
      }
    }
    assertThat(LogMe.of(features, FormulaFeatures.labels(2000, 10), 10)).isFinite();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogMe.of(new float[0][], new int[0], 2))
        .withMessage("no features: 0 images");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogMe.of(new float[][] {{1, 2}, {3}}, new int[2], 2))
        .withMessage("image 1 has 1 features, image 0 has 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogMe.of(new float[][] {{1, Float.NaN}}, new int[1], 2))
        .withMessage("feature 1 of image 0 is NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogMe.of(new float[][] {{1}, {2}}, new int[1], 2))
        .withMessage("1 labels for 2 images");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogMe.of(new float[][] {{1}, {2}}, new int[] {0, 2}, 2))
        .withMessage("label 2, expected 0 to 1");
  }
}
