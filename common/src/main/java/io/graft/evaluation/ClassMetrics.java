package io.graft.evaluation;

/**
 * How well one class is told from the others.
 *
 * @param label the class name
 * @param images evaluated images of this class
 * @param precision share of the images predicted as this class that are of it; 0 where it was never
 *     predicted
 * @param recall share of this class's images that were predicted as it; 0 where it has no images
 * @param f1 harmonic mean of precision and recall; 0 where both are 0
 */
public record ClassMetrics(String label, long images, double precision, double recall, double f1) {

  /** The metrics from the counts of a confusion matrix's row, column and diagonal cell. */
  static ClassMetrics of(String label, long images, long predicted, long correct) {
    double precision = predicted == 0 ? 0 : (double) correct / predicted;
    double recall = images == 0 ? 0 : (double) correct / images;
    // Equal to the harmonic mean, and exact where that divides by zero.
    double f1 = correct == 0 ? 0 : 2.0 * correct / (images + predicted);
    return new ClassMetrics(label, images, precision, recall, f1);
  }
}
