package io.graft.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HScoreTest {

  private static final int[] LABELS = FormulaFeatures.labels(60, 3);

  @Test
  void agreesWithTheFormulaInNumpy() {
    assertThat(HScore.of(FormulaFeatures.of(60, 8, 3, 0.5), LABELS, 3))
        .isCloseTo(0.842932641463, within(1e-9));
    assertThat(HScore.of(FormulaFeatures.of(60, 8, 3, 0), LABELS, 3))
        .isCloseTo(0.084396105337, within(1e-9));
  }

  @Test
  void shrunkAgreesWithTheFormulaInNumpyAndLedoitWolfInScikitLearn() {
    assertThat(HScore.shrunk(FormulaFeatures.of(60, 8, 3, 0.5), LABELS, 3))
        .isCloseTo(0.356508408774, within(1e-9));
    assertThat(HScore.shrunk(FormulaFeatures.of(60, 8, 3, 2), LABELS, 3))
        .isCloseTo(1.795866653866, within(1e-9));
    assertThat(HScore.shrunk(FormulaFeatures.of(12, 20, 3, 2), FormulaFeatures.labels(12, 3), 3))
        .isCloseTo(2.011132790540, within(1e-9));
  }

  @Test
  void largeMatricesAgreeWhateverTheProcessor() {
    float[][] tall = FormulaFeatures.of(700, 300, 5, 0.1);
    int[] labels = FormulaFeatures.labels(700, 5);
    assertThat(HScore.of(tall, labels, 5)).isCloseTo(3.985416744999, within(1e-8));
    assertThat(HScore.shrunk(tall, labels, 5)).isCloseTo(1.694666879889, within(1e-8));
    float[][] wide = FormulaFeatures.of(300, 700, 5, 0.1);
    assertThat(HScore.shrunk(wide, FormulaFeatures.labels(300, 5), 5))
        .isCloseTo(2.592105145432, within(1e-8));
  }

  @Test
  void oneFeatureByHand() {
    float[][] features = {{0}, {2}, {4}, {6}};
    int[] labels = {0, 0, 1, 1};
    // Between the classes 16, in all 20; a single feature is not shrunk, and its covariance has n
    // where that of the means has n - 1.
    assertThat(HScore.of(features, labels, 2)).isCloseTo(0.8, within(1e-12));
    assertThat(HScore.shrunk(features, labels, 2)).isCloseTo(0.8 * 4 / 3, within(1e-12));
  }

  @Test
  void fewImagesTellTheClassesApartByAnything() {
    // Twelve images in twenty dimensions of noise: the plain score is at its maximum.
    float[][] noise = FormulaFeatures.of(12, 20, 3, 0);
    int[] labels = FormulaFeatures.labels(12, 3);
    assertThat(HScore.of(noise, labels, 3)).isCloseTo(2, within(1e-9));
    assertThat(HScore.shrunk(noise, labels, 3)).isLessThan(0.5);
  }

  @Test
  void informativeFeaturesScoreAboveNoise() {
    float[][] noise = FormulaFeatures.of(60, 8, 3, 0);
    float[][] strong = FormulaFeatures.of(60, 8, 3, 2);
    assertThat(HScore.of(strong, LABELS, 3)).isGreaterThan(5 * HScore.of(noise, LABELS, 3));
    assertThat(HScore.shrunk(strong, LABELS, 3)).isGreaterThan(5 * HScore.shrunk(noise, LABELS, 3));
  }

  @Test
  void absentClassChangesNothing() {
    float[][] features = FormulaFeatures.of(60, 8, 3, 0.5);
    assertThat(HScore.of(features, LABELS, 5)).isEqualTo(HScore.of(features, LABELS, 3));
    assertThat(HScore.shrunk(features, LABELS, 5)).isEqualTo(HScore.shrunk(features, LABELS, 3));
  }

  @Test
  void constantAndDuplicateColumnsAreHarmless() {
    float[][] features = FormulaFeatures.of(60, 8, 3, 0.5);
    double score = HScore.of(features, LABELS, 3);
    float[] constant = new float[60];
    Arrays.fill(constant, 0.1f);
    assertThat(HScore.of(FormulaFeatures.withColumn(features, constant), LABELS, 3))
        .isCloseTo(score, within(1e-9));
    float[] copy = FormulaFeatures.column(features, 3);
    assertThat(HScore.of(FormulaFeatures.withColumn(features, copy), LABELS, 3))
        .isCloseTo(score, within(1e-9));
    float[][] allConstant = {{0.1f, 7}, {0.1f, 7}, {0.1f, 7}};
    assertThat(HScore.of(allConstant, new int[] {0, 1, 1}, 2)).isZero();
    assertThat(HScore.shrunk(allConstant, new int[] {0, 1, 1}, 2)).isZero();
  }

  @Test
  void singleImageHasNoCovariance() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HScore.shrunk(new float[][] {{1}}, new int[1], 1))
        .withMessage("a covariance needs two images, there is one");
  }
}
