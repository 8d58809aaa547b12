package io.graft.plan;

/**
 * What a base model's features look like on one class of its source images, in two halves by {@link
 * Half}.
 *
 * @param label the class's name
 * @param first the half {@link Half#FIRST}
 * @param second the half {@link Half#SECOND}
 */
public record SourceClass(String label, MeanFeatures first, MeanFeatures second) {

  /**
   * @param images number of images, 0 or more
   * @param mean mean of their features, [features]; zeros where there are no images
   */
  public record MeanFeatures(long images, float[] mean) {}

  /** Images of both halves. */
  public long count() {
    return first.images() + second.images();
  }

  /** Mean features over both halves; only where there are images. */
  public double[] meanOfBoth() {
    double[] mean = new double[first.mean().length];
    for (int index = 0; index < mean.length; index++) {
      double sum =
          (double) first.mean()[index] * first.images()
              + (double) second.mean()[index] * second.images();
      mean[index] = sum / count();
    }
    return mean;
  }
}
