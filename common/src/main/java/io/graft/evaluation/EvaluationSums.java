package io.graft.evaluation;

import io.graft.dataset.LabelIndex;
import io.graft.error.UserException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The sums of one evaluation, fed image by image on executors and merged on the driver.
 *
 * <p>All sums are whole numbers, so that any order of adding and merging gives the same evaluation.
 */
public final class EvaluationSums implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int TOP = 5;

  /** Room for the rounding of a softmax in single precision. */
  private static final float TOLERANCE = 1e-4f;

  private final int classes;

  /**
   * [actual][predicted]; a row stands once its class has an image, so that empty sums are small.
   */
  private final long[][] confusion;

  private final CalibrationSums calibration = new CalibrationSums();
  private long images;
  private long correctInTop5;

  /** Empty sums for a model of so many outputs, at least 1. */
  public EvaluationSums(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("classes is " + classes + ", expected at least 1");
    }
    this.classes = classes;
    this.confusion = new long[classes][];
  }

  /**
   * Adds one image. The most probable class is the prediction; of equal probabilities the lower
   * index goes first, for the top five too.
   *
   * @param actual index of the image's class
   * @param probabilities one per class, each in [0, 1]
   * @throws IllegalArgumentException where the index, the length or a probability is out of range
   */
  public void add(int actual, float[] probabilities) {
    requireValid(actual, probabilities);
    int predicted = mostProbable(probabilities);
    row(actual)[predicted]++;
    images++;
    correctInTop5 += rank(actual, probabilities) < TOP ? 1 : 0;
    calibration.add(Math.min(1, probabilities[predicted]), predicted == actual);
  }

  /**
   * Adds the other's sums to these and returns these.
   *
   * @throws IllegalArgumentException where the numbers of classes differ
   */
  public EvaluationSums merge(EvaluationSums other) {
    if (other.classes != classes) {
      throw new IllegalArgumentException(
          "sums of " + other.classes + " classes can't be merged into sums of " + classes);
    }
    for (int actual = 0; actual < classes; actual++) {
      long[] added = other.confusion[actual];
      if (added != null) {
        long[] row = row(actual);
        Arrays.setAll(row, predicted -> row[predicted] + added[predicted]);
      }
    }
    calibration.merge(other.calibration);
    images += other.images;
    correctInTop5 += other.correctInTop5;
    return this;
  }

  /**
   * The metrics of all images added so far.
   *
   * @param labels the names of the model's outputs, in their order
   * @param quarantined files of the set that could not be evaluated
   * @throws UserException where no image was added
   * @throws IllegalArgumentException where the number of labels is not that of classes
   */
  public Evaluation toEvaluation(LabelIndex labels, long quarantined) {
    if (labels.size() != classes) {
      throw new IllegalArgumentException(labels.size() + " labels for " + classes + " classes");
    }
    if (images == 0) {
      throw new UserException(
          ("evaluation: found no images to evaluate (%d quarantined);"
                  + " check that the test split is not empty and its files can be read")
              .formatted(quarantined));
    }
    long correct = IntStream.range(0, classes).mapToLong(this::correct).sum();
    List<ClassMetrics> perClass =
        IntStream.range(0, classes).mapToObj(index -> metrics(index, labels)).toList();
    return new Evaluation(
        (double) correct / images,
        Interval.wilson(correct, images),
        (double) correctInTop5 / images,
        macroF1(perClass),
        perClass.stream().mapToLong(ClassMetrics::images).max().orElseThrow() / (double) images,
        calibration.expectedCalibrationError(images),
        perClass,
        matrix(),
        labels.names(),
        images,
        quarantined);
  }

  private ClassMetrics metrics(int index, LabelIndex labels) {
    return ClassMetrics.of(labels.name(index), actual(index), predicted(index), correct(index));
  }

  /** Classes that neither stand in the images nor were predicted say nothing about the model. */
  private double macroF1(List<ClassMetrics> perClass) {
    return IntStream.range(0, classes)
        .filter(index -> actual(index) > 0 || predicted(index) > 0)
        .mapToDouble(index -> perClass.get(index).f1())
        .average()
        .orElseThrow();
  }

  private long actual(int index) {
    return confusion[index] == null ? 0 : Arrays.stream(confusion[index]).sum();
  }

  private long predicted(int index) {
    return Arrays.stream(confusion).filter(Objects::nonNull).mapToLong(row -> row[index]).sum();
  }

  private long correct(int index) {
    return confusion[index] == null ? 0 : confusion[index][index];
  }

  private List<List<Long>> matrix() {
    List<Long> zeros = Collections.nCopies(classes, 0L);
    return Arrays.stream(confusion)
        .map(row -> row == null ? zeros : Arrays.stream(row).boxed().toList())
        .toList();
  }

  private long[] row(int actual) {
    if (confusion[actual] == null) {
      confusion[actual] = new long[classes];
    }
    return confusion[actual];
  }

  private void requireValid(int actual, float[] probabilities) {
    if (probabilities.length != classes || actual < 0 || actual >= classes) {
      throw new IllegalArgumentException(
          "class %d with %d probabilities, expected %d classes"
              .formatted(actual, probabilities.length, classes));
    }
    for (int index = 0; index < classes; index++) {
      // Written so that NaN fails too.
      if (!(probabilities[index] >= 0 && probabilities[index] <= 1 + TOLERANCE)) {
        throw new IllegalArgumentException(
            "probability of class %d is %s, expected 0 to 1"
                .formatted(index, probabilities[index]));
      }
    }
  }

  private static int mostProbable(float[] probabilities) {
    int best = 0;
    for (int index = 1; index < probabilities.length; index++) {
      if (probabilities[index] > probabilities[best]) {
        best = index;
      }
    }
    return best;
  }

  private static int rank(int actual, float[] probabilities) {
    int before = 0;
    for (int index = 0; index < probabilities.length; index++) {
      boolean ties = probabilities[index] == probabilities[actual];
      if (probabilities[index] > probabilities[actual] || ties && index < actual) {
        before++;
      }
    }
    return before;
  }
}
