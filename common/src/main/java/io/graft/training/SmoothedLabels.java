package io.graft.training;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Target probabilities (Szegedy et al., "Rethinking the Inception architecture", 2016).
 *
 * @param smoothing share that is spread evenly over all classes
 */
record SmoothedLabels(int classes, double smoothing) {

  /** {@code [images, classes]} */
  INDArray of(int[] labels) {
    float spread = (float) (smoothing / classes);
    float target = (float) (1 - smoothing + smoothing / classes);
    float[][] rows = new float[labels.length][classes];
    for (int i = 0; i < rows.length; i++) {
      Arrays.fill(rows[i], spread);
      rows[i][labels[i]] = target;
    }
    return Nd4j.createFromArray(rows);
  }
}
