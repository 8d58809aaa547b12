package io.graft.training;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The sums of a validation score, fed image by image on executors and merged on the driver. All are
 * whole numbers, so that any order of adding and merging gives the same score.
 */
public final class ValidationSums implements Serializable {

  private static final long serialVersionUID = 1L;

  /** What a class is thought to have at least, so that one image can't make the loss infinite. */
  private static final double LEAST_PROBABILITY = 1e-7;

  private static final double PER_UNIT = 1e9;

  private final long[] imagesByClass;
  private long correct;
  private long lossBillionths;

  public ValidationSums(int classes) {
    imagesByClass = new long[classes];
  }

  /**
   * Adds one image. Of equal probabilities the lower class is the prediction.
   *
   * @param actual index of the image's class
   * @param probabilities one per class
   */
  public void add(int actual, float[] probabilities) {
    int predicted = 0;
    for (int index = 1; index < probabilities.length; index++) {
      predicted = probabilities[index] > probabilities[predicted] ? index : predicted;
    }
    imagesByClass[actual]++;
    correct += predicted == actual ? 1 : 0;
    // Written so that what is no number counts as the least.
    double probability =
        probabilities[actual] >= LEAST_PROBABILITY
            ? Math.min(1, probabilities[actual])
            : LEAST_PROBABILITY;
    lossBillionths += Math.round(-PER_UNIT * Math.log(probability));
  }

  /** Adds the other's sums to these and returns these. */
  public ValidationSums merge(ValidationSums other) {
    Arrays.setAll(imagesByClass, index -> imagesByClass[index] + other.imagesByClass[index]);
    correct += other.correct;
    lossBillionths += other.lossBillionths;
    return this;
  }

  public long images() {
    return Arrays.stream(imagesByClass).sum();
  }

  /**
   * The score of all images added so far.
   *
   * @throws IllegalStateException where no image was added
   */
  public ValidationScore score() {
    long images = images();
    if (images == 0) {
      throw new IllegalStateException("no image was added");
    }
    return new ValidationScore(
        (double) correct / images,
        lossBillionths / PER_UNIT / images,
        (double) Arrays.stream(imagesByClass).max().orElseThrow() / images,
        images);
  }
}
