package io.graft.training;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Minimises a smooth convex function by limited-memory BFGS (Nocedal and Wright, Numerical
 * Optimization, 2006, algorithm 7.5), each step shortened until it descends enough (Armijo).
 * Breeze's, which MLlib uses, can't be called from Java.
 *
 * @param maxIterations steps at most
 * @param tolerance it ends when a step lessens the value by a smaller fraction than this
 */
record Lbfgs(int maxIterations, double tolerance) {

  private static final int MEMORY = 10;
  private static final double SUFFICIENT = 1e-4;
  private static final double SHORTEST = 1e-10;

  /** Computes the value at a point and writes the gradient there. */
  @FunctionalInterface
  interface Objective {
    double at(double[] point, double[] gradient);
  }

  private record Correction(double[] step, double[] change, double inverseProduct) {}

  /** The point that minimises the objective, from a first guess, which is overwritten. */
  double[] minimize(Objective objective, double[] start) {
    double[] point = start;
    double[] gradient = new double[point.length];
    double value = objective.at(point, gradient);
    Deque<Correction> corrections = new ArrayDeque<>();
    for (int iteration = 0; iteration < maxIterations; iteration++) {
      double[] direction = direction(gradient, corrections);
      double slope = dot(direction, gradient);
      if (!(slope < 0)) {
        return point;
      }
      double[] next = new double[point.length];
      double[] nextGradient = new double[point.length];
      double length = corrections.isEmpty() ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
      double nextValue = step(objective, point, direction, length, next, nextGradient);
      while (nextValue > value + SUFFICIENT * length * slope && length > SHORTEST) {
        length /= 2;
        nextValue = step(objective, point, direction, length, next, nextGradient);
      }
      if (!(nextValue < value)) {
        return point;
      }
      remember(corrections, point, gradient, next, nextGradient);
      double lessened = (value - nextValue) / Math.max(1e-12, Math.abs(value));
      point = next;
      gradient = nextGradient;
      value = nextValue;
      if (lessened < tolerance) {
        return point;
      }
    }
    return point;
  }

  private static double step(
      Objective objective,
      double[] point,
      double[] direction,
      double length,
      double[] next,
      double[] nextGradient) {
    for (int i = 0; i < point.length; i++) {
      next[i] = point[i] + length * direction[i];
    }
    Arrays.fill(nextGradient, 0);
    return objective.at(next, nextGradient);
  }

  private static void remember(
      Deque<Correction> corrections,
      double[] point,
      double[] gradient,
      double[] next,
      double[] nextGradient) {
    double[] step = new double[point.length];
    double[] change = new double[point.length];
    for (int i = 0; i < point.length; i++) {
      step[i] = next[i] - point[i];
      change[i] = nextGradient[i] - gradient[i];
    }
    double product = dot(step, change);
    if (product <= 1e-14) {
      return;
    }
    corrections.addFirst(new Correction(step, change, 1 / product));
    if (corrections.size() > MEMORY) {
      corrections.removeLast();
    }
  }

  /** Minus the gradient, times the inverse Hessian as far as it is known. */
  private static double[] direction(double[] gradient, Deque<Correction> corrections) {
    double[] direction = new double[gradient.length];
    for (int i = 0; i < direction.length; i++) {
      direction[i] = -gradient[i];
    }
    if (corrections.isEmpty()) {
      return direction;
    }
    double[] shares = new double[corrections.size()];
    int newest = 0;
    for (Correction correction : corrections) {
      shares[newest] = correction.inverseProduct() * dot(correction.step(), direction);
      add(direction, -shares[newest], correction.change());
      newest++;
    }
    Correction last = corrections.getFirst();
    double scale = 1 / (last.inverseProduct() * dot(last.change(), last.change()));
    for (int i = 0; i < direction.length; i++) {
      direction[i] *= scale;
    }
    var oldestFirst = corrections.descendingIterator();
    for (int i = shares.length - 1; i >= 0; i--) {
      Correction correction = oldestFirst.next();
      double share = correction.inverseProduct() * dot(correction.change(), direction);
      add(direction, shares[i] - share, correction.step());
    }
    return direction;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * what[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
