package io.graft.plan;

import java.util.Arrays;

/**
 * The earth mover's distance between two weighted sets of points (Rubner, Tomasi, Guibas, "The
 * Earth Mover's Distance as a Metric for Image Retrieval", 2000), ground distance Euclidean.
 */
final class EarthMover {

  private EarthMover() {}

  /**
   * Points with the number of images each stands for.
   *
   * @param points [points][coordinates]
   * @param weights one a point, above 0
   */
  record Heaps(double[][] points, long[] weights) {

    long total() {
      return Arrays.stream(weights).sum();
    }
  }

  /** The mean way that the one set's weight goes to become the other; each weighs 1 in all. */
  static double distance(Heaps from, Heaps to) {
    long fromTotal = from.total();
    long toTotal = to.total();
    // Each weighs the product of both totals, so that amounts stay whole.
    double cost =
        TransportPlan.leastCost(
            distances(from.points(), to.points()),
            scaled(from.weights(), toTotal),
            scaled(to.weights(), fromTotal));
    return cost / Math.multiplyExact(fromTotal, toTotal);
  }

  static double euclidean(double[] left, double[] right) {
    double squares = 0;
    for (int index = 0; index < left.length; index++) {
      double difference = left[index] - right[index];
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }

  private static double[][] distances(double[][] from, double[][] to) {
    double[][] distances = new double[from.length][to.length];
    for (int row = 0; row < from.length; row++) {
      for (int column = 0; column < to.length; column++) {
        distances[row][column] = euclidean(from[row], to[column]);
      }
    }
    return distances;
  }

  private static long[] scaled(long[] weights, long factor) {
    return Arrays.stream(weights).map(weight -> Math.multiplyExact(weight, factor)).toArray();
  }
}
