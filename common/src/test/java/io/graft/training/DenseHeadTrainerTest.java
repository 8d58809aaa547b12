package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.config.DenseHeadConfig;
import io.graft.model.DenseHead;
import io.graft.model.HiddenLayer;
import io.graft.training.DenseHeadTrainer.Epoch;
import io.graft.training.DenseHeadTrainer.TrainedDenseHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

class DenseHeadTrainerTest {

  private static final double[] EVEN = {1, 1};
  private static final LabelledFeatures NONE = new LabelledFeatures(new float[0][], new int[0], 2);

  @ParameterizedTest
  @ValueSource(strings = {"16", "24 8"})
  void learnsWhatNoLinearHeadCan(String hidden) {
    TrainedDenseHead trained =
        train(config(hidden, 0.2, 30, 0.02), EVEN, 7, corners(300, 1), corners(100, 2));
    // The best that a line through the corners of a square can do is three corners of four.
    assertThat(accuracy(trained.head(), corners(400, 3))).isGreaterThan(0.95);
    assertThat(trained.head().hidden()).hasSize(hidden.split(" ").length);
    assertThat(trained.head().features()).isEqualTo(4);
  }

  @Test
  void stopsWhenValidationGetsNoBetterAndKeepsTheBestEpoch() {
    LabelledFeatures training = noise(60, 1);
    LabelledFeatures validation = noise(60, 2);
    TrainedDenseHead trained = train(config("64", 0, 200, 0.01), EVEN, 7, training, validation);
    List<Epoch> history = trained.history();
    Epoch best = history.stream().min(Comparator.comparingDouble(Epoch::validationLoss)).get();
    assertThat(trained.bestEpoch()).isEqualTo(best.epoch());
    assertThat(history).hasSize(best.epoch() + 5);
    assertThat(history.get(history.size() - 1).validationLoss())
        .isGreaterThan(best.validationLoss());
    assertThat(Math.abs(logLoss(trained.head(), validation) - best.validationLoss()))
        .isLessThan(1e-5);
    assertThat(best.validationAccuracy()).isEqualTo(accuracy(trained.head(), validation));
  }

  @Test
  void sameSeedGivesTheSameWeightsToTheLastBit() {
    DenseHeadConfig config = config("16", 0.5, 6, 0.01);
    List<Float> first = weights(train(config, EVEN, 7, corners(100, 1), NONE));
    Nd4j.rand(3);
    List<Float> second = weights(train(config, EVEN, 7, corners(100, 1), NONE));
    assertThat(second).isEqualTo(first);
    assertThat(weights(train(config, EVEN, 8, corners(100, 1), NONE))).isNotEqualTo(first);
  }

  @Test
  void dropoutAndWeightDecayAreAtWork() {
    List<Float> plain = weights(train(settings(0, 0), EVEN, 7, corners(100, 1), NONE));
    List<Float> dropped = weights(train(settings(0.5, 0), EVEN, 7, corners(100, 1), NONE));
    List<Float> decayed = weights(train(settings(0, 1), EVEN, 7, corners(100, 1), NONE));
    assertThat(dropped).isNotEqualTo(plain);
    assertThat(squares(decayed)).isLessThan(0.9 * squares(plain));
  }

  @Test
  void threadsAtWorkAtOnceGetTheSameWeights() {
    int threads = Nd4j.factory().blas().getMaxThreads();
    DenseHeadConfig config = config("16", 0.5, 6, 0.01);
    List<Float> alone = weights(train(config, EVEN, 7, corners(100, 1), NONE));
    List<List<Float>> together =
        IntStream.range(0, 4)
            .parallel()
            .mapToObj(i -> weights(train(config, EVEN, 7, corners(100, 1), NONE)))
            .toList();
    assertThat(together).hasSize(4).containsOnly(alone);
    assertThat(Nd4j.factory().blas().getMaxThreads()).isEqualTo(threads);
  }

  @Test
  void weightOfARareClassRaisesItsRecall() {
    LabelledFeatures training = rare(600, 1);
    LabelledFeatures validation = rare(600, 2);
    DenseHeadConfig config = config("8", 0, 12, 0.02);
    double even = recallOfRare(train(config, EVEN, 7, training, validation).head());
    double weighted =
        recallOfRare(train(config, new double[] {0.55, 5.5}, 7, training, validation).head());
    assertThat(weighted).isGreaterThan(even + 0.2);
  }

  @Test
  void tenthIsHeldOutWhereNothingElseIsThere() {
    TrainedDenseHead trained = train(config("64", 0, 100, 0.01), EVEN, 7, noise(100, 1), NONE);
    // Noise is learnt by heart: only images held out tell that there is nothing to learn.
    assertThat(trained.history().size()).isLessThan(40);
    assertThat(trained.history())
        .allSatisfy(
            epoch ->
                assertThat(epoch.validationAccuracy() * 10)
                    .isEqualTo(Math.rint(epoch.validationAccuracy() * 10)));
  }

  @Test
  void oneImageAClassIsTrainedOnToo() {
    LabelledFeatures two =
        new LabelledFeatures(new float[][] {{0, 1, 2, 3}, {3, 2, 1, 0}}, new int[] {0, 1}, 2);
    TrainedDenseHead trained = train(config("16", 0, 50, 0.01), EVEN, 7, two, NONE);
    assertThat(accuracy(trained.head(), two)).isEqualTo(1);
  }

  @Test
  void constantAndHugeFeaturesDoNoHarm() {
    LabelledFeatures corners = corners(400, 1);
    for (float[] image : corners.features()) {
      image[2] = 12345.678f;
      image[3] = image[0] * 1e6f + 1e6f;
    }
    TrainedDenseHead trained = train(config("16", 0, 30, 0.02), EVEN, 7, corners, NONE);
    assertThat(accuracy(trained.head(), corners)).isGreaterThan(0.95);
  }

  @Test
  void divergenceIsToldWithTheRate() {
    assertThatThrownBy(() -> train(config("16", 0, 50, 1e30), EVEN, 7, corners(100, 1), NONE))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageMatching(
            "Training of the dense head diverged in epoch \\d+: the loss is .*\\. Lower head.dense.learning-rate \\(now 1.0E30\\)\\.");
  }

  @Test
  void weightsForOtherClassesAreABug() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train(config("16", 0, 1, 0.01), new double[3], 7, corners(10, 1), NONE))
        .withMessage("10 images of 2 classes with 3 class weights");
  }

  private static TrainedDenseHead train(
      DenseHeadConfig config,
      double[] classWeights,
      long seed,
      LabelledFeatures training,
      LabelledFeatures validation) {
    return new DenseHeadTrainer(config, classWeights, seed).train(training, validation);
  }

  private static DenseHeadConfig settings(double dropout, double weightDecay) {
    return new DenseHeadConfig(List.of(16), dropout, 4, 32, 0.02, weightDecay, 5);
  }

  private static double squares(List<Float> values) {
    return values.stream().mapToDouble(value -> value * value).sum();
  }

  private static DenseHeadConfig config(
      String hidden, double dropout, int epochs, double learningRate) {
    List<Integer> outputs = Arrays.stream(hidden.split(" ")).map(Integer::parseInt).toList();
    return new DenseHeadConfig(outputs, dropout, epochs, 32, learningRate, 1e-4, 5);
  }

  /** Opposite corners of a square are one class, in the first two of four features. */
  private static LabelledFeatures corners(int count, long seed) {
    LabelledFeatures corners = noise(count, seed);
    for (int i = 0; i < count; i++) {
      boolean right = i / 2 % 2 == 0;
      boolean top = right == (i % 2 == 0);
      corners.features()[i][0] = 0.3f * corners.features()[i][0] + (right ? 3 : 1);
      corners.features()[i][1] = 0.3f * corners.features()[i][1] + (top ? 30 : 28);
    }
    return corners;
  }

  /** Every eleventh image is of class 1, whose features overlap with the other's. */
  private static LabelledFeatures rare(int count, long seed) {
    LabelledFeatures images = noise(count, seed);
    for (int i = 0; i < count; i++) {
      images.labels()[i] = i % 11 == 0 ? 1 : 0;
      images.features()[i][0] += images.labels()[i] == 1 ? 1.2f : 0;
    }
    return images;
  }

  /** Classes in turn, and features that know nothing of them. */
  private static LabelledFeatures noise(int count, long seed) {
    Random random = new Random(seed);
    float[][] features = new float[count][4];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 2;
      for (int f = 0; f < 4; f++) {
        features[i][f] = (float) random.nextGaussian();
      }
    }
    return new LabelledFeatures(features, labels, 2);
  }

  private static double recallOfRare(DenseHead head) {
    LabelledFeatures images = rare(1100, 3);
    long right = 0;
    for (int i = 0; i < images.size(); i++) {
      right += images.labels()[i] == 1 && head.probabilities(images.features()[i])[1] > 0.5 ? 1 : 0;
    }
    return right / 100.0;
  }

  private static double accuracy(DenseHead head, LabelledFeatures images) {
    double right = 0;
    for (int i = 0; i < images.size(); i++) {
      right += head.probabilities(images.features()[i])[images.labels()[i]] > 0.5 ? 1 : 0;
    }
    return right / images.size();
  }

  private static double logLoss(DenseHead head, LabelledFeatures images) {
    double sum = 0;
    for (int i = 0; i < images.size(); i++) {
      sum -= Math.log(head.probabilities(images.features()[i])[images.labels()[i]]);
    }
    return sum / images.size();
  }

  private static List<Float> weights(TrainedDenseHead trained) {
    List<Float> weights = new ArrayList<>();
    for (HiddenLayer layer : trained.head().hidden()) {
      addAll(weights, layer.weights(), layer.biases());
    }
    addAll(weights, trained.head().output().weights(), trained.head().output().biases());
    return weights;
  }

  private static void addAll(List<Float> all, float[][] weights, float[] biases) {
    for (float[] row : weights) {
      addAll(all, row);
    }
    addAll(all, biases);
  }

  private static void addAll(List<Float> all, float[] values) {
    for (float value : values) {
      all.add(value);
    }
  }
}
