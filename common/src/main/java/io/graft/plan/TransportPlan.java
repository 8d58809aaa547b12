package io.graft.plan;

import java.util.Arrays;

/**
 * The cheapest way to carry supplies to demands (the transportation problem), exact, by successive
 * shortest augmenting paths with node potentials (Edmonds and Karp, 1972).
 *
 * <p>Amounts are whole numbers, so that each path settles something for good; on dense costs
 * Dijkstra's search needs no heap. (JGraphT's minimum cost flow takes amounts in 32 bits, which the
 * product of two sets' sizes outgrows, and an object for each pair.)
 */
final class TransportPlan {

  private final double[][] costs;
  private final long[] supplies;
  private final long[] demands;

  /** [demands][supplies], since the search asks who supplies a demand. */
  private final long[][] flow;

  private final double[] rowPotentials;
  private final double[] columnPotentials;

  /** The state of one search: distances from the row it began at, and the way back. */
  private final double[] rowDistances;

  private final double[] columnDistances;
  private final int[] columnBefore;
  private final int[] rowBefore;
  private final boolean[] isSettled;

  private TransportPlan(double[][] costs, long[] supplies, long[] demands) {
    int rows = supplies.length;
    int columns = demands.length;
    this.costs = costs;
    this.supplies = supplies.clone();
    this.demands = demands.clone();
    this.flow = new long[columns][rows];
    this.rowPotentials = new double[rows];
    this.columnPotentials = new double[columns];
    this.rowDistances = new double[rows];
    this.columnDistances = new double[columns];
    this.columnBefore = new int[rows];
    this.rowBefore = new int[columns];
    this.isSettled = new boolean[columns];
  }

  /**
   * The least total cost.
   *
   * @param costs of one unit, [supplies][demands], 0 or more
   * @throws IllegalArgumentException where supplies and demands have different sums
   */
  static double leastCost(double[][] costs, long[] supplies, long[] demands) {
    if (Arrays.stream(supplies).sum() != Arrays.stream(demands).sum()) {
      throw new IllegalArgumentException("supplies and demands have different sums");
    }
    TransportPlan plan = new TransportPlan(costs, supplies, demands);
    for (int row = 0; row < supplies.length; row++) {
      while (plan.supplies[row] > 0) {
        plan.augment(row, plan.nearestDemand(row));
      }
    }
    return plan.cost();
  }

  /** Searches from a row to the nearest column with demand left, and moves the potentials. */
  private int nearestDemand(int start) {
    Arrays.fill(rowDistances, Double.POSITIVE_INFINITY);
    Arrays.fill(columnDistances, Double.POSITIVE_INFINITY);
    Arrays.fill(isSettled, false);
    columnBefore[start] = -1;
    reach(start, 0);
    while (true) {
      int column = nearestUnsettled();
      if (demands[column] > 0) {
        movePotentials(columnDistances[column]);
        return column;
      }
      isSettled[column] = true;
      long[] suppliers = flow[column];
      for (int row = 0; row < suppliers.length; row++) {
        if (suppliers[row] > 0 && rowDistances[row] == Double.POSITIVE_INFINITY) {
          columnBefore[row] = column;
          reach(row, columnDistances[column]);
        }
      }
    }
  }

  private void reach(int row, double distance) {
    rowDistances[row] = distance;
    double[] rowCosts = costs[row];
    double base = distance - rowPotentials[row];
    for (int column = 0; column < rowCosts.length; column++) {
      double candidate = base + rowCosts[column] - columnPotentials[column];
      if (!isSettled[column] && candidate < columnDistances[column]) {
        // Rounding may take a reduced cost just below 0.
        columnDistances[column] = Math.max(candidate, distance);
        rowBefore[column] = row;
      }
    }
  }

  private int nearestUnsettled() {
    int nearest = -1;
    for (int column = 0; column < isSettled.length; column++) {
      if (!isSettled[column]
          && (nearest < 0 || columnDistances[column] < columnDistances[nearest])) {
        nearest = column;
      }
    }
    return nearest;
  }

  private void movePotentials(double distance) {
    for (int row = 0; row < rowDistances.length; row++) {
      if (rowDistances[row] < distance) {
        rowPotentials[row] += distance - rowDistances[row];
      }
    }
    for (int column = 0; column < columnDistances.length; column++) {
      if (columnDistances[column] < distance) {
        columnPotentials[column] -= distance - columnDistances[column];
      }
    }
  }

  /** Sends as much as the way allows from the row to the column. */
  private void augment(int start, int end) {
    long amount = Math.min(supplies[start], demands[end]);
    for (int row = rowBefore[end]; row != start; row = rowBefore[columnBefore[row]]) {
      amount = Math.min(amount, flow[columnBefore[row]][row]);
    }
    int column = end;
    for (int row = rowBefore[end]; row != start; row = rowBefore[column]) {
      flow[column][row] += amount;
      column = columnBefore[row];
      flow[column][row] -= amount;
    }
    flow[column][start] += amount;
    supplies[start] -= amount;
    demands[end] -= amount;
  }

  private double cost() {
    double cost = 0;
    for (int column = 0; column < flow.length; column++) {
      for (int row = 0; row < flow[column].length; row++) {
        cost += flow[column][row] * costs[row][column];
      }
    }
    return cost;
  }
}
