package io.graft.plan;

import io.graft.dataset.LabelIndex;
import io.graft.error.UserException;
import io.graft.plan.SourceClass.MeanFeatures;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sums behind {@link SourceStatistics}, fed image by image on executors and merged on the
 * driver. A class takes memory (two rows of doubles) once it has an image.
 */
public final class SourceSums implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int features;

  /** [half][class][feature]. */
  private final double[][][] sums;

  /** [half][class]. */
  private final long[][] counts;

  private double squaredNorms;

  /**
   * Empty sums.
   *
   * @param classes at least 1
   * @param features number of an image's features, at least 1
   */
  public SourceSums(int classes, int features) {
    if (classes < 1 || features < 1) {
      throw new IllegalArgumentException(classes + " classes, " + features + " features");
    }
    this.features = features;
    this.sums = new double[Half.values().length][classes][];
    this.counts = new long[Half.values().length][classes];
  }

  /**
   * Adds an image.
   *
   * @param feature [features], all finite
   * @param label index of its class
   * @param half by {@link Half#of}
   * @throws IllegalArgumentException where the length, a value or the class is out of range
   */
  public void add(float[] feature, int label, Half half) {
    requireValid(feature, label);
    double[] sum = sum(half.ordinal(), label);
    for (int index = 0; index < features; index++) {
      double value = feature[index];
      sum[index] += value;
      squaredNorms += value * value;
    }
    counts[half.ordinal()][label]++;
  }

  /** Adds the other's images to these, and returns these. */
  public SourceSums merge(SourceSums other) {
    if (other.features != features || other.classes() != classes()) {
      throw new IllegalArgumentException(
          "%d classes of %d features into %d of %d"
              .formatted(other.classes(), other.features, classes(), features));
    }
    for (int half = 0; half < counts.length; half++) {
      for (int label = 0; label < classes(); label++) {
        counts[half][label] += other.counts[half][label];
        addTo(half, label, other.sums[half][label]);
      }
    }
    squaredNorms += other.squaredNorms;
    return this;
  }

  /**
   * The statistics, without the classes that have no image.
   *
   * @param labels the classes' names
   * @param confidence of the base model's own classifier, where it was measured
   * @throws UserException where fewer than two classes have images, or one half has none
   */
  public SourceStatistics toStatistics(
      String layer,
      String pooling,
      String baseModelSha256,
      LabelIndex labels,
      Optional<ClassifierConfidence> confidence) {
    if (labels.size() != classes()) {
      throw new IllegalArgumentException(labels.size() + " labels for " + classes() + " classes");
    }
    List<SourceClass> present = new ArrayList<>();
    double between = 0;
    for (int label = 0; label < classes(); label++) {
      if (counts[0][label] + counts[1][label] > 0) {
        present.add(new SourceClass(labels.name(label), mean(0, label), mean(1, label)));
        between += squaredSumOverCount(label);
      }
    }
    requireEnough(present);
    long images = present.stream().mapToLong(SourceClass::count).sum();
    double spread = Math.sqrt(Math.max(0, squaredNorms - between) / images);
    return new SourceStatistics(
        layer, pooling, baseModelSha256, spread, present, confidence.stream().toList());
  }

  private static void requireEnough(List<SourceClass> present) {
    long first = present.stream().mapToLong(source -> source.first().images()).sum();
    long second = present.stream().mapToLong(source -> source.second().images()).sum();
    if (present.size() < 2 || first == 0 || second == 0) {
      throw new UserException(
          ("source statistics: found %d images in %d classes;"
                  + " give at least two classes, with some ten images each")
              .formatted(first + second, present.size()));
    }
  }

  private int classes() {
    return counts[0].length;
  }

  private double[] sum(int half, int label) {
    if (sums[half][label] == null) {
      sums[half][label] = new double[features];
    }
    return sums[half][label];
  }

  private void addTo(int half, int label, double[] other) {
    if (other != null) {
      double[] sum = sum(half, label);
      for (int index = 0; index < features; index++) {
        sum[index] += other[index];
      }
    }
  }

  private MeanFeatures mean(int half, int label) {
    float[] mean = new float[features];
    long count = counts[half][label];
    for (int index = 0; count > 0 && index < features; index++) {
      mean[index] = (float) (sums[half][label][index] / count);
    }
    return new MeanFeatures(count, mean);
  }

  /** The class's images times its mean's squared length. */
  private double squaredSumOverCount(int label) {
    double squares = 0;
    for (int index = 0; index < features; index++) {
      double sum = 0;
      for (double[][] half : sums) {
        sum += half[label] == null ? 0 : half[label][index];
      }
      squares += sum * sum;
    }
    return squares / (counts[0][label] + counts[1][label]);
  }

  private void requireValid(float[] feature, int label) {
    if (feature.length != features || label < 0 || label >= classes()) {
      throw new IllegalArgumentException(
          "class %d with %d features, expected %d classes of %d features"
              .formatted(label, feature.length, classes(), features));
    }
    for (int index = 0; index < features; index++) {
      if (!Float.isFinite(feature[index])) {
        throw new IllegalArgumentException("feature " + index + " is " + feature[index]);
      }
    }
  }
}
