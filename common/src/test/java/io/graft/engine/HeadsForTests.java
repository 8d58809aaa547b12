package io.graft.engine;

import io.graft.model.DenseHead;
import io.graft.model.Head;
import io.graft.model.HiddenLayer;
import io.graft.model.LinearHead;
import java.util.List;
import java.util.Random;

/** Heads with random weights that answer to every feature. */
final class HeadsForTests {

  private static final int CLASSES = 3;

  private HeadsForTests() {}

  /** Makes a head whose weights on feature {@code i} are random times {@code scales[i]}. */
  interface Shape {
    Head of(double[] scales);
  }

  static LinearHead linear(double[] scales) {
    Random random = new Random(5);
    return new LinearHead(weights(CLASSES, scales, random), biases(CLASSES, random));
  }

  static DenseHead dense(double[] scales) {
    Random random = new Random(6);
    double[] seven = new double[7];
    java.util.Arrays.fill(seven, 0.5);
    double[] four = new double[4];
    java.util.Arrays.fill(four, 0.5);
    return new DenseHead(
        List.of(
            new HiddenLayer(weights(7, scales, random), biases(7, random)),
            new HiddenLayer(weights(4, seven, random), biases(4, random))),
        new LinearHead(weights(CLASSES, four, random), biases(CLASSES, random)));
  }

  private static float[][] weights(int outputs, double[] scales, Random random) {
    float[][] weights = new float[outputs][scales.length];
    for (float[] row : weights) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) (random.nextGaussian() * scales[i]);
      }
    }
    return weights;
  }

  private static float[] biases(int outputs, Random random) {
    float[] biases = new float[outputs];
    for (int i = 0; i < outputs; i++) {
      biases[i] = (float) (0.3 * random.nextGaussian());
    }
    return biases;
  }
}
