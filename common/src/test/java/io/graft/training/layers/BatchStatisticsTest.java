package io.graft.training.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BatchStatisticsTest {

  private static final int IMAGES = 4;
  private static final int PIXELS = 23 * 29;
  private static final int COUNT = IMAGES * PIXELS;
  private static final double EPSILON = 1e-5;
  private static final double GAMMA = 1.5;
  private static final double BETA = -0.25;

  /** A mean of a thousand deviations, where E[x²] - E[x]² would have lost every digit in float. */
  @Test
  void nothingCancelsWhereTheMeanIsLarge() {
    float[] values = gaussian(1, 0.3, 300);
    float[] slopes = gaussian(2, 1, 0.5);
    double mean = mean(values);
    double variance = 0;
    double product = 0;
    for (int i = 0; i < COUNT; i++) {
      variance += (values[i] - mean) * (values[i] - mean) / COUNT;
      product += slopes[i] * (values[i] - mean);
    }
    double inverse = 1 / Math.sqrt(variance + EPSILON);
    product *= inverse;
    double sum = mean(slopes) * COUNT;

    BatchStatistics statistics = new BatchStatistics(1, COUNT, EPSILON);
    INDArray output = array(new float[COUNT]);
    statistics.forward(
        array(values), new float[] {(float) GAMMA}, new float[] {(float) BETA}, output);
    float[] gammaGradient = new float[1];
    float[] betaGradient = new float[1];
    INDArray gradient = array(new float[COUNT]);
    statistics.backward(
        array(values),
        array(slopes),
        new float[] {(float) GAMMA},
        gammaGradient,
        betaGradient,
        gradient);

    assertThat(statistics.mean(0)).isCloseTo(mean, within(1e-4));
    assertThat(statistics.variance(0)).isCloseTo(variance, within(1e-6 * variance));
    assertThat((double) gammaGradient[0]).isCloseTo(product, within(1e-5 * COUNT));
    assertThat((double) betaGradient[0]).isCloseTo(sum, within(1e-5 * COUNT));
    for (int i = 0; i < COUNT; i++) {
      double normalized = (values[i] - mean) * inverse;
      assertThat((double) output.data().getFloat(i))
          .isCloseTo(GAMMA * normalized + BETA, within(5e-4));
      assertThat((double) gradient.data().getFloat(i))
          .isCloseTo(
              GAMMA * inverse * (slopes[i] - sum / COUNT - normalized * product / COUNT),
              within(5e-4));
    }
  }

  @Test
  void aConstantChannelHasNoVariance() {
    float[] values = new float[COUNT];
    Arrays.fill(values, 0.1f);
    BatchStatistics statistics = new BatchStatistics(1, COUNT, EPSILON);
    INDArray output = array(new float[COUNT]);
    statistics.forward(array(values), new float[] {1}, new float[] {7}, output);
    assertThat(statistics.variance(0)).isBetween(0.0, 1e-12);
    assertThat(output.data().getFloat(5)).isCloseTo(7, within(1e-4f));
  }

  private static INDArray array(float[] values) {
    return Nd4j.createFromArray(values).reshape('c', IMAGES, 1, 23, 29);
  }

  private static float[] gaussian(long seed, double deviation, double mean) {
    Random random = new Random(seed);
    float[] values = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      values[i] = (float) (deviation * random.nextGaussian() + mean);
    }
    return values;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
