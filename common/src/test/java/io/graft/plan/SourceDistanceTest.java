package io.graft.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.graft.dataset.LabelIndex;
import io.graft.json.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SourceDistanceTest {

  @Test
  void byHandOnALine() {
    // Classes at 0, 10, 20 and 30, whose halves lie one below and one above.
    SourceStatistics source = onALine(0, 10, 20, 30);
    SourceDistance near = SourceDistance.between(source, Map.of("x", mean(15)), Map.of("x", 7L));
    // A quarter each goes 15, 5, 5 and 15; every half-class goes 2; 0 and 20 go to 10 and 30.
    assertThat(near).isEqualTo(new SourceDistance(10, 2, 10, 1));
    SourceDistance far = SourceDistance.between(source, Map.of("x", mean(115)), Map.of("x", 7L));
    assertThat(far).isEqualTo(new SourceDistance(100, 2, 10, 98 / 8.0));
    assertThat(Json.read("it", Json.write(far), SourceDistance.class)).isEqualTo(far);
  }

  @Test
  void sourceItselfIsAtMostAsFarAsItsHalves() {
    Map<String, double[]> means = Map.of("a", mean(0), "b", mean(10), "c", mean(20), "d", mean(30));
    Map<String, Long> counts = Map.of("a", 5L, "b", 5L, "c", 5L, "d", 5L);
    SourceDistance distance = SourceDistance.between(onALine(0, 10, 20, 30), means, counts);
    assertThat(distance.distance()).isZero();
    assertThat(distance.relative()).isEqualTo(-0.25);
  }

  @Test
  void classSizesWeigh() {
    Map<String, double[]> means = Map.of("a", mean(0), "z", mean(1000), "empty", mean(1e9));
    Map<String, Long> counts = Map.of("a", 999L, "z", 1L, "empty", 0L);
    SourceStatistics source = onALine(0, 0, 0, 0);
    assertThat(SourceDistance.between(source, means, counts).distance()).isCloseTo(1, within(1e-9));
  }

  @Test
  void twoOrThreeClassesAreMeasuredByTheirPairs() {
    Map<String, double[]> means = Map.of("x", mean(0));
    Map<String, Long> counts = Map.of("x", 1L);
    assertThat(SourceDistance.between(onALine(0, 10), means, counts).otherClasses()).isEqualTo(10);
    assertThat(SourceDistance.between(onALine(0, 10, 40), means, counts).otherClasses())
        .isCloseTo((10 + 40 + 30) / 3.0, within(1e-9));
  }

  @Test
  void sourceWhoseClassesLieTogetherMeasuresNothing() {
    SourceDistance distance =
        SourceDistance.between(onALine(5, 5, 5, 5), Map.of("x", mean(0)), Map.of("x", 1L));
    assertThat(distance.relative()).isNaN();
    assertThat(distance.calibrated()).isFalse();
    assertThat(Json.read("it", Json.write(distance), SourceDistance.class)).isEqualTo(distance);
  }

  @Test
  void relativeDistanceDoesNotKnowTheNetworksScale() {
    double[] target = IntStream.range(0, 16).mapToDouble(i -> 0.3 * i).toArray();
    SourceDistance plain = random(1, target);
    double[] scaled = IntStream.range(0, 16).mapToDouble(i -> 64 * target[i]).toArray();
    SourceDistance large = random(64, scaled);
    assertThat(large.distance()).isCloseTo(64 * plain.distance(), within(1e-6));
    assertThat(large.relative()).isCloseTo(plain.relative(), within(1e-9));
    assertThat(plain.relative()).isGreaterThan(1);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    SourceStatistics source = onALine(0, 10);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> SourceDistance.between(source, Map.of("x", new double[3]), Map.of("x", 1L)))
        .withMessage("class 'x' has 1 images and 3 features, the source has 1 features");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SourceDistance.between(source, Map.of("x", mean(1)), Map.of()))
        .withMessage("class 'x' has null images and 1 features, the source has 1 features");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SourceDistance.between(source, Map.of(), Map.of()))
        .withMessage("no class of the new set has images");
  }

  private static double[] mean(double value) {
    return new double[] {value};
  }

  /** Classes of one feature, each with an image one below its place and one above. */
  private static SourceStatistics onALine(float... places) {
    SourceSums sums = new SourceSums(places.length, 1);
    for (int label = 0; label < places.length; label++) {
      sums.add(new float[] {places[label] - 1}, label, Half.FIRST);
      sums.add(new float[] {places[label] + 1}, label, Half.SECOND);
    }
    return statistics(sums, places.length);
  }

  private static SourceDistance random(float scale, double[] target) {
    Random random = new Random(7);
    SourceSums sums = new SourceSums(6, 16);
    for (int image = 0; image < 120; image++) {
      float[] feature = new float[16];
      for (int index = 0; index < 16; index++) {
        feature[index] = scale * ((index % 6 == image % 6 ? 2 : 0) + random.nextFloat());
      }
      sums.add(feature, image % 6, Half.of("image" + image));
    }
    Map<String, double[]> means = new HashMap<>(Map.of("t", target));
    return SourceDistance.between(statistics(sums, 6), means, Map.of("t", 10L));
  }

  private static SourceStatistics statistics(SourceSums sums, int classes) {
    List<String> names = IntStream.range(0, classes).mapToObj(n -> "class-" + n).toList();
    return sums.toStatistics("pool", "average", "ab", LabelIndex.inOrder(names), Optional.empty());
  }
}
