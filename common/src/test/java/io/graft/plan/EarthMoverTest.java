package io.graft.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.graft.plan.EarthMover.Heaps;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EarthMoverTest {

  @Test
  void onePointGoesToAnother() {
    Heaps from = new Heaps(new double[][] {{0, 0}}, new long[] {3});
    Heaps to = new Heaps(new double[][] {{3, 4}}, new long[] {7});
    assertThat(EarthMover.distance(from, to)).isEqualTo(5);
  }

  @Test
  void onALineItIsTheAreaBetweenTheDistributions() {
    // Half of the weight at 0 and half at 10, against a quarter at 0 and the rest at 4.
    Heaps from = new Heaps(new double[][] {{0}, {10}}, new long[] {1, 1});
    Heaps to = new Heaps(new double[][] {{0}, {4}}, new long[] {1, 3});
    // A quarter goes from 0 to 4, a half from 10 to 4.
    assertThat(EarthMover.distance(from, to)).isCloseTo(0.25 * 4 + 0.5 * 6, within(1e-12));
  }

  @Test
  void cheapestFirstIsNotCheapest() {
    // Row 0 would take column 0 at cost 1, and leave row 1 to pay 100.
    double[][] costs = {{1, 2}, {2, 100}};
    assertThat(TransportPlan.leastCost(costs, new long[] {5, 5}, new long[] {5, 5}))
        .isEqualTo(5 * 2 + 5 * 2);
  }

  @Test
  void sameSetInAnotherOrderIsNoDistanceAway() {
    double[][] points = {{1, 2}, {3, 5}, {-4, 0.5}};
    double[][] turned = {points[2], points[0], points[1]};
    assertThat(
            EarthMover.distance(
                new Heaps(points, new long[] {1, 2, 3}),
                new Heaps(turned, new long[] {30, 10, 20})))
        .isZero();
  }

  @Test
  void agreesWithALinearProgram() {
    // scipy.optimize.linprog on the same points.
    Heaps small = new Heaps(points(7, 3, 0), new long[] {1, 2, 3, 4, 5, 6, 7});
    Heaps other = new Heaps(points(5, 3, 1), new long[] {3, 1, 4, 1, 5});
    assertThat(EarthMover.distance(small, other)).isCloseTo(1.093269922334, within(1e-9));
    Heaps large =
        new Heaps(
            points(30, 4, 0), IntStream.range(0, 30).mapToLong(i -> 1 + i * 7 % 11).toArray());
    Heaps larger =
        new Heaps(
            points(40, 4, 1), IntStream.range(0, 40).mapToLong(i -> 1 + i * 5 % 13).toArray());
    assertThat(EarthMover.distance(large, larger)).isCloseTo(0.835460633153, within(1e-9));
    assertThat(EarthMover.distance(larger, large)).isCloseTo(0.835460633153, within(1e-9));
  }

  @Test
  @Timeout(60)
  void aThousandClassesAgainstAHundredAreNoLongWork() {
    Random random = new Random(1);
    Heaps source = random(1000, 256, random);
    Heaps target = random(100, 256, random);
    double distance = EarthMover.distance(source, target);
    assertThat(distance).isEqualTo(EarthMover.distance(target, source), within(1e-9));
  }

  @Test
  void unequalSumsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TransportPlan.leastCost(new double[][] {{1}}, new long[] {2}, new long[] {1}))
        .withMessage("supplies and demands have different sums");
  }

  private static double[][] points(int count, int coordinates, double shift) {
    double[][] points = new double[count][coordinates];
    for (int row = 0; row < count; row++) {
      for (int column = 0; column < coordinates; column++) {
        points[row][column] = Math.sin(1.7 * (row + 1) * (column + 1) + shift);
      }
    }
    return points;
  }

  private static Heaps random(int count, int coordinates, Random random) {
    double[][] points = new double[count][];
    for (int row = 0; row < count; row++) {
      points[row] = random.doubles(coordinates).toArray();
    }
    return new Heaps(points, random.longs(count, 1, 1300).toArray());
  }
}
