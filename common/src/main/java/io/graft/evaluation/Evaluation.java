package io.graft.evaluation;

import java.util.List;

/**
 * The metrics of a model on a set of images. Jackson writes and reads it as it is: this is {@code
 * evaluation.json}.
 *
 * @param accuracy share of images whose most probable class is the actual one
 * @param accuracyInterval Wilson's 95 % interval of the accuracy
 * @param top5Accuracy share of images whose actual class is among the five most probable; 1 where
 *     there are no more than five classes
 * @param macroF1 unweighted mean of F1 over the classes that have images or were predicted
 * @param baselineAccuracy share of the most frequent actual class: what naming always that class
 *     would score
 * @param calibrationError expected calibration error in 15 bins of equal width, 0 to 1 (Guo et al.,
 *     "On Calibration of Modern Neural Networks", 2017)
 * @param perClass one entry per class, in the order of the labels
 * @param confusionMatrix images by actual class (row) and predicted class (column)
 * @param labels class names in the order of rows, columns and model outputs
 * @param images evaluated images
 * @param quarantined files of the set that could not be evaluated
 */
public record Evaluation(
    double accuracy,
    Interval accuracyInterval,
    double top5Accuracy,
    double macroF1,
    double baselineAccuracy,
    double calibrationError,
    List<ClassMetrics> perClass,
    List<List<Long>> confusionMatrix,
    List<String> labels,
    long images,
    long quarantined) {

  public Evaluation {
    perClass = List.copyOf(perClass);
    confusionMatrix = confusionMatrix.stream().map(List::copyOf).toList();
    labels = List.copyOf(labels);
  }
}
