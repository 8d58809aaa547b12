package io.graft.samples;

import java.util.ArrayList;
import java.util.List;

/** The exact signed distance to a closed polygon, convex or not. */
final class Polygon implements Outline {

  private final List<Point> corners;

  Polygon(List<Point> corners) {
    this.corners = List.copyOf(corners);
  }

  /** A polygon of x, y, x, y and so on. */
  static Polygon of(double... coordinates) {
    List<Point> corners = new ArrayList<>();
    for (int index = 0; index < coordinates.length; index += 2) {
      corners.add(new Point(coordinates[index], coordinates[index + 1]));
    }
    return new Polygon(corners);
  }

  @Override
  public double distance(Point point) {
    double nearest = Double.MAX_VALUE;
    boolean inside = false;
    Point from = corners.get(corners.size() - 1);
    for (Point to : corners) {
      nearest = Math.min(nearest, distanceToEdge(point, from, to));
      inside ^= crosses(point, from, to);
      from = to;
    }
    return inside ? -nearest : nearest;
  }

  private static double distanceToEdge(Point point, Point from, Point to) {
    Point edge = to.minus(from);
    Point offset = point.minus(from);
    double along = Math.max(0, Math.min(1, offset.dot(edge) / edge.dot(edge)));
    return offset.minus(edge.times(along)).length();
  }

  /** Whether a ray from the point to the right crosses the edge. */
  private static boolean crosses(Point point, Point from, Point to) {
    return from.y() > point.y() != to.y() > point.y()
        && point.x()
            < from.x() + (point.y() - from.y()) / (to.y() - from.y()) * (to.x() - from.x());
  }
}
