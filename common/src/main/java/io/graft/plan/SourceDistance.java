package io.graft.plan;

import io.graft.plan.EarthMover.Heaps;
import io.graft.plan.SourceClass.MeanFeatures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How far a new image set lies from a base model's source images: the earth mover's distance
 * between the classes' mean features, weighted by class sizes (Cui, Song, Sun, Howard, Belongie,
 * "Large Scale Fine-Grained Categorization and Domain-Specific Transfer Learning", CVPR 2018).
 *
 * <p>Its raw scale differs from network to network, so it is held against two distances within the
 * source. Sampling noise is not taken off: means of n images lie some {@link
 * SourceStatistics#spread} / sqrt(n) from where many images' would, which counts where n is ten and
 * hardly where it is a hundred.
 *
 * @param distance between the new set's classes and the source's
 * @param sameClasses between two random halves of the source's images: what sampling alone gives
 * @param otherClasses between two halves of the source's classes (every second one by name), which
 *     is what other classes of the same kind of image give. With two or three classes, too few to
 *     halve: the mean distance between two of them
 * @param relative {@code (distance - sameClasses) / (otherClasses - sameClasses)}: 0 the source
 *     itself, 1 as far as other classes of the source, larger: farther. NaN where the source's
 *     classes lie no farther apart than its halves, so that it measures nothing
 */
public record SourceDistance(
    double distance, double sameClasses, double otherClasses, double relative) {

  private static final int CLASSES_TO_HALVE = 4;

  /** Whether the source's statistics allow a {@code relative} distance. */
  public boolean calibrated() {
    return !Double.isNaN(relative);
  }

  /**
   * Measures a new set.
   *
   * @param targetMeans mean features of each class, [features]; from the same base model, cut and
   *     pooling as the source's
   * @param targetCounts images of each of these classes; classes with 0 are left out
   * @throws IllegalArgumentException where there are no images, classes without a count, or another
   *     number of features than in the source
   */
  public static SourceDistance between(
      SourceStatistics source, Map<String, double[]> targetMeans, Map<String, Long> targetCounts) {
    Heaps target = heaps(targetMeans, targetCounts, source.width());
    double distance = EarthMover.distance(target, whole(source.classes()));
    double same =
        EarthMover.distance(
            half(source.classes(), SourceClass::first),
            half(source.classes(), SourceClass::second));
    double other = otherClasses(source.classes());
    double relative = other > same ? (distance - same) / (other - same) : Double.NaN;
    return new SourceDistance(distance, same, other, relative);
  }

  private static double otherClasses(List<SourceClass> classes) {
    if (classes.size() < CLASSES_TO_HALVE) {
      return meanBetweenPairs(whole(classes).points());
    }
    List<SourceClass> byName =
        classes.stream().sorted(Comparator.comparing(SourceClass::label)).toList();
    List<SourceClass> even = new ArrayList<>();
    List<SourceClass> odd = new ArrayList<>();
    for (int index = 0; index < byName.size(); index++) {
      (index % 2 == 0 ? even : odd).add(byName.get(index));
    }
    return EarthMover.distance(whole(even), whole(odd));
  }

  private static double meanBetweenPairs(double[][] means) {
    double sum = 0;
    int pairs = 0;
    for (int left = 0; left < means.length; left++) {
      for (int right = left + 1; right < means.length; right++) {
        sum += EarthMover.euclidean(means[left], means[right]);
        pairs++;
      }
    }
    return sum / pairs;
  }

  private static Heaps whole(List<SourceClass> classes) {
    return new Heaps(
        classes.stream().map(SourceClass::meanOfBoth).toArray(double[][]::new),
        classes.stream().mapToLong(SourceClass::count).toArray());
  }

  private static Heaps half(List<SourceClass> classes, Function<SourceClass, MeanFeatures> halfOf) {
    List<MeanFeatures> halves =
        classes.stream().map(halfOf).filter(half -> half.images() > 0).toList();
    return new Heaps(
        halves.stream().map(half -> doubles(half.mean())).toArray(double[][]::new),
        halves.stream().mapToLong(MeanFeatures::images).toArray());
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int index = 0; index < values.length; index++) {
      doubles[index] = values[index];
    }
    return doubles;
  }

  /** By name, so that the order of a map leaves no trace in the last digits. */
  private static Heaps heaps(Map<String, double[]> means, Map<String, Long> counts, int width) {
    List<double[]> points = new ArrayList<>();
    List<Long> weights = new ArrayList<>();
    new TreeMap<>(means)
        .forEach(
            (label, mean) -> {
              Long count = counts.get(label);
              if (count == null || mean.length != width) {
                throw new IllegalArgumentException(
                    "class '%s' has %s images and %d features, the source has %d features"
                        .formatted(label, count, mean.length, width));
              }
              if (count > 0) {
                points.add(mean);
                weights.add(count);
              }
            });
    if (points.isEmpty()) {
      throw new IllegalArgumentException("no class of the new set has images");
    }
    return new Heaps(
        points.toArray(double[][]::new), weights.stream().mapToLong(Long::longValue).toArray());
  }
}
