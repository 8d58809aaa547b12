package io.graft.samples;

/** Irregular patches: smooth value noise on a lattice, cut at its middle. */
final class Blobs implements Outline {

  /** Enough nodes for the image's diagonal at the finest scale; repeated beyond. */
  private static final int NODES = 32;

  private final double[][] heights = new double[NODES][NODES];
  private final double scale;

  /** Patches of about {@code scale} pixels. */
  Blobs(RandomDraws draws, double scale) {
    this.scale = scale;
    for (double[] row : heights) {
      for (int column = 0; column < NODES; column++) {
        row[column] = draws.between(-1, 1);
      }
    }
  }

  @Override
  public double distance(Point point) {
    double x = point.x() / scale;
    double y = point.y() / scale;
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    double across = smooth(x - column);
    double upper = mix(height(row, column), height(row, column + 1), across);
    double lower = mix(height(row + 1, column), height(row + 1, column + 1), across);
    // Not a true distance: the slope is about one over the scale, which makes the edges soft.
    return mix(upper, lower, smooth(y - row)) * scale;
  }

  private double height(int row, int column) {
    return heights[Math.floorMod(row, NODES)][Math.floorMod(column, NODES)];
  }

  private static double mix(double from, double to, double share) {
    return from + share * (to - from);
  }

  private static double smooth(double value) {
    return value * value * (3 - 2 * value);
  }
}
