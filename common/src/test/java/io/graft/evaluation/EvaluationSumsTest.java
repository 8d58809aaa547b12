package io.graft.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.graft.dataset.LabelIndex;
import io.graft.error.UserException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationSumsTest {

  private static final LabelIndex PETS = LabelIndex.inOrder(List.of("cat", "dog", "fox"));

  @Test
  void metricsAreThoseWorkedOutByHand() {
    EvaluationSums sums = new EvaluationSums(3);
    sums.add(0, new float[] {0.75f, 0.25f, 0});
    sums.add(0, new float[] {0.5f, 0.25f, 0.25f});
    sums.add(0, new float[] {0.25f, 0.75f, 0});
    sums.add(1, new float[] {0, 1, 0});
    sums.add(1, new float[] {0.5f, 0.25f, 0.25f});
    Evaluation evaluation = sums.toEvaluation(PETS, 4);

    assertThat(evaluation.confusionMatrix())
        .containsExactly(List.of(2L, 1L, 0L), List.of(1L, 1L, 0L), List.of(0L, 0L, 0L));
    assertThat(evaluation.accuracy()).isEqualTo(0.6);
    assertThat(evaluation.accuracyInterval()).isEqualTo(Interval.wilson(3, 5));
    assertThat(evaluation.top5Accuracy()).isEqualTo(1);
    assertThat(evaluation.baselineAccuracy()).isEqualTo(0.6);
    assertThat(evaluation.perClass().get(0))
        .isEqualTo(new ClassMetrics("cat", 3, 2 / 3.0, 2 / 3.0, 2 / 3.0));
    assertThat(evaluation.perClass().get(1)).isEqualTo(new ClassMetrics("dog", 2, 0.5, 0.5, 0.5));
    // Never predicted and without images: zeros, and no part of the mean.
    assertThat(evaluation.perClass().get(2)).isEqualTo(new ClassMetrics("fox", 0, 0, 0, 0));
    assertThat(evaluation.macroF1()).isCloseTo((2 / 3.0 + 0.5) / 2, within(1e-12));
    assertThat(evaluation.labels()).containsExactly("cat", "dog", "fox");
    assertThat(evaluation.images()).isEqualTo(5);
    assertThat(evaluation.quarantined()).isEqualTo(4);
    // Bins of 0.5: one right of two, summed 1.0; of 0.75: one of two, 1.5; of 1: one of one.
    assertThat(evaluation.calibrationError()).isCloseTo(0.5 / 5, within(1e-12));
  }

  @Test
  void classWithImagesThatIsNeverPredictedHasPrecisionZeroAndCounts() {
    EvaluationSums sums = new EvaluationSums(3);
    sums.add(0, new float[] {1, 0, 0});
    sums.add(2, new float[] {1, 0, 0});
    Evaluation evaluation = sums.toEvaluation(PETS, 0);
    assertThat(evaluation.perClass().get(2)).isEqualTo(new ClassMetrics("fox", 1, 0, 0, 0));
    assertThat(evaluation.macroF1()).isCloseTo((2 / 3.0) / 2, within(1e-12));
  }

  @Test
  void tiesGoToTheLowerIndex() {
    EvaluationSums sums = new EvaluationSums(3);
    sums.add(1, new float[] {0.25f, 0.375f, 0.375f});
    sums.add(2, new float[] {0.25f, 0.375f, 0.375f});
    assertThat(sums.toEvaluation(PETS, 0).confusionMatrix())
        .containsExactly(List.of(0L, 0L, 0L), List.of(0L, 1L, 0L), List.of(0L, 1L, 0L));
  }

  @Test
  void topFiveHoldsFiveAlsoWhereProbabilitiesTie() {
    LabelIndex seven = LabelIndex.of(IntStream.range(0, 7).mapToObj(n -> "c" + n).toList());
    float[] flat = {0.125f, 0.125f, 0.125f, 0.125f, 0.125f, 0.125f, 0.25f};
    EvaluationSums sums = new EvaluationSums(7);
    for (int actual = 0; actual < 7; actual++) {
      sums.add(actual, flat);
    }
    // The sixth class and the first four: classes 4 and 5 are outside.
    assertThat(sums.toEvaluation(seven, 0).top5Accuracy()).isEqualTo(5 / 7.0);
  }

  @Test
  void calibrationBinsAreFifteenOfEqualWidth() {
    assertThat(calibrationError(new float[] {0.9f, 0.1f}, 9, 1)).isCloseTo(0, within(1e-7));
    assertThat(calibrationError(new float[] {0.9f, 0.1f}, 5, 5)).isCloseTo(0.4, within(1e-7));
    // Two bins whose gaps of opposite sign don't cancel: 0.75 always wrong, 0.5625 always right.
    EvaluationSums sums = new EvaluationSums(2);
    sums.add(1, new float[] {0.75f, 0.25f});
    sums.add(0, new float[] {0.5625f, 0.4375f});
    LabelIndex two = LabelIndex.of(List.of("a", "b"));
    assertThat(sums.toEvaluation(two, 0).calibrationError())
        .isCloseTo((0.75 + 0.4375) / 2, within(1e-12));
    // 0.74 and 0.79 share the twelfth bin (11/15, 12/15]: there the gaps do cancel.
    EvaluationSums shared = new EvaluationSums(2);
    shared.add(1, new float[] {0.74f, 0.26f});
    shared.add(0, new float[] {0.79f, 0.21f});
    assertThat(shared.toEvaluation(two, 0).calibrationError()).isCloseTo(0.53 / 2, within(1e-7));
  }

  @Test
  void mergingInAnyOrderGivesTheSameEvaluation() {
    LabelIndex labels = LabelIndex.of(IntStream.range(0, 9).mapToObj(n -> "c" + n).toList());
    Random random = new Random(3);
    List<float[]> outputs = new ArrayList<>();
    for (int image = 0; image < 500; image++) {
      outputs.add(softmax(random, 9));
    }
    EvaluationSums whole = new EvaluationSums(9);
    IntStream.range(0, 500).forEach(image -> whole.add(image % 8, outputs.get(image)));
    List<Integer> order = new ArrayList<>(IntStream.range(0, 500).boxed().toList());
    for (int round = 0; round < 20; round++) {
      Collections.shuffle(order, random);
      List<EvaluationSums> parts =
          IntStream.range(0, 7).mapToObj(part -> new EvaluationSums(9)).toList();
      order.forEach(image -> parts.get(random.nextInt(6)).add(image % 8, outputs.get(image)));
      EvaluationSums merged =
          parts.stream().reduce((left, right) -> right.merge(left)).orElseThrow();
      assertThat(merged.toEvaluation(labels, 1)).isEqualTo(whole.toEvaluation(labels, 1));
    }
  }

  @Test
  void survivesSerialization() throws Exception {
    EvaluationSums sums = new EvaluationSums(3);
    sums.add(2, new float[] {0.25f, 0.25f, 0.5f});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sums);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      EvaluationSums copy = (EvaluationSums) in.readObject();
      assertThat(copy.toEvaluation(PETS, 0)).isEqualTo(sums.toEvaluation(PETS, 0));
    }
  }

  @Test
  void noImagesAreTheUsersToMend() {
    assertThatThrownBy(() -> new EvaluationSums(3).toEvaluation(PETS, 12))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("found no images to evaluate (12 quarantined)");
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    EvaluationSums sums = new EvaluationSums(2);
    assertThatThrownBy(() -> sums.add(0, new float[] {0.5f, Float.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("probability of class 1 is NaN, expected 0 to 1");
    assertThatThrownBy(() -> sums.add(0, new float[] {3.5f, 0}))
        .hasMessage("probability of class 0 is 3.5, expected 0 to 1");
    assertThatThrownBy(() -> sums.add(2, new float[] {1, 0}))
        .hasMessage("class 2 with 2 probabilities, expected 2 classes");
    assertThatThrownBy(() -> sums.add(0, new float[] {1}))
        .hasMessage("class 0 with 1 probabilities, expected 2 classes");
    // A softmax in single precision may end a hair above 1.
    sums.add(0, new float[] {1.00001f, 0});
  }

  @Test
  void unequalNumbersOfClassesAreRefused() {
    assertThatThrownBy(() -> new EvaluationSums(3).merge(new EvaluationSums(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sums of 4 classes can't be merged into sums of 3");
    assertThatThrownBy(() -> new EvaluationSums(4).toEvaluation(PETS, 0))
        .hasMessage("3 labels for 4 classes");
    assertThatThrownBy(() -> new EvaluationSums(0)).hasMessageContaining("classes is 0");
  }

  private static double calibrationError(float[] output, int right, int wrong) {
    EvaluationSums sums = new EvaluationSums(2);
    IntStream.range(0, right).forEach(image -> sums.add(0, output));
    IntStream.range(0, wrong).forEach(image -> sums.add(1, output));
    return sums.toEvaluation(LabelIndex.of(List.of("a", "b")), 0).calibrationError();
  }

  private static float[] softmax(Random random, int classes) {
    double[] powers = random.doubles(classes).map(value -> Math.exp(4 * value)).toArray();
    double sum = Arrays.stream(powers).sum();
    float[] probabilities = new float[classes];
    IntStream.range(0, classes).forEach(n -> probabilities[n] = (float) (powers[n] / sum));
    return probabilities;
  }
}
