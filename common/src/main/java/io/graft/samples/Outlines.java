package io.graft.samples;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The shapes of {@link SampleSet#SHAPES} and {@link SampleSet#SIMILAR} as signed distances (after
 * Inigo Quilez, "2D distance functions").
 */
final class Outlines {

  private static final double UP = -Math.PI / 2;

  private static final Map<String, Outline> BY_NAME =
      Map.ofEntries(
          Map.entry("circle", point -> point.length() - 0.9),
          Map.entry("ring", point -> Math.abs(point.length() - 0.78) - 0.19),
          Map.entry("square", regular(4, 1.1)),
          Map.entry("triangle", regular(3, 1.15)),
          Map.entry("pentagon", regular(5, 1.0)),
          Map.entry("hexagon", regular(6, 1.0)),
          Map.entry("star", star()),
          Map.entry("cross", cross()),
          Map.entry("crescent", Outlines::crescent),
          Map.entry("heart", Outlines::heart),
          Map.entry("arrow", arrow()),
          Map.entry("l-shape", lShape()));

  private Outlines() {}

  static Outline of(String className) {
    return BY_NAME.get(className);
  }

  private static Outline regular(int corners, double radius) {
    List<Point> points = new ArrayList<>();
    for (int corner = 0; corner < corners; corner++) {
      points.add(Point.polar(radius, UP + 2 * Math.PI * corner / corners));
    }
    return new Polygon(points);
  }

  private static Outline star() {
    List<Point> points = new ArrayList<>();
    for (int corner = 0; corner < 10; corner++) {
      points.add(Point.polar(corner % 2 == 0 ? 1.15 : 0.46, UP + Math.PI * corner / 5));
    }
    return new Polygon(points);
  }

  private static Outline cross() {
    double arm = 0.32;
    return Polygon.of(
        -arm, -1, arm, -1, arm, -arm, 1, -arm, 1, arm, arm, arm, arm, 1, -arm, 1, -arm, arm, -1,
        arm, -1, -arm, -arm, -arm);
  }

  private static Outline arrow() {
    return Polygon.of(
        0, -1.1, 0.8, -0.15, 0.28, -0.15, 0.28, 1.05, -0.28, 1.05, -0.28, -0.15, -0.8, -0.15);
  }

  private static Outline lShape() {
    return Polygon.of(-0.7, -1, -0.15, -1, -0.15, 0.45, 0.75, 0.45, 0.75, 1, -0.7, 1);
  }

  /** A disc less a disc beside it. */
  private static double crescent(Point point) {
    double disc = point.length() - 1;
    double bite = point.minus(new Point(0.5, 0)).length() - 0.8;
    return Math.max(disc, -bite);
  }

  /** A square on its corner with a half disc on each upper side. */
  private static double heart(Point point) {
    double side = 0.5;
    Point moved = new Point(Math.abs(point.x()), point.y() - 0.15);
    double half = side * Math.sqrt(2);
    // The lobe's centre is the middle of the upper right side of the square on its corner.
    double lobe = moved.minus(new Point(half / 2, -half / 2)).length() - side;
    double square = (moved.x() + Math.abs(moved.y())) / Math.sqrt(2) - side;
    return Math.min(lobe, square);
  }
}
