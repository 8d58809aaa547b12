package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeededPermutationTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 15, 16, 17, 63, 64, 65, 1000, 4097, 65_536, 65_537})
  void everyPlaceIsTakenOnce(long count) {
    SeededPermutation shuffle = new SeededPermutation(count, 7);
    assertThat(LongStream.range(0, count).map(shuffle::position).sorted().toArray())
        .isEqualTo(LongStream.range(0, count).toArray());
  }

  @Test
  void eachNumberStandsAnywhereEquallyOften() {
    int seeds = 20_000;
    int[][] counts = new int[5][5];
    for (int seed = 0; seed < seeds; seed++) {
      SeededPermutation shuffle = new SeededPermutation(5, seed);
      for (int index = 0; index < 5; index++) {
        counts[index][(int) shuffle.position(index)]++;
      }
    }
    for (int[] ofIndex : counts) {
      for (int count : ofIndex) {
        // Four standard deviations.
        assertThat(count).isCloseTo(seeds / 5, within(230));
      }
    }
  }

  @Test
  void neighboursAreTornApart() {
    SeededPermutation shuffle = new SeededPermutation(100_000, 1);
    long near =
        LongStream.range(0, 99_999)
            .filter(i -> Math.abs(shuffle.position(i) - shuffle.position(i + 1)) < 100)
            .count();
    // 200 of 100,000 by chance, with a standard deviation of 14.
    assertThat(near).isBetween(140L, 260L);
  }

  @Test
  void anotherSeedGivesAnotherOrderAndTheSameTheSame() {
    SeededPermutation shuffle = new SeededPermutation(1000, 1);
    assertThat(order(new SeededPermutation(1000, 1))).isEqualTo(order(shuffle));
    long same =
        LongStream.range(0, 1000)
            .filter(i -> new SeededPermutation(1000, 2).position(i) == shuffle.position(i))
            .count();
    assertThat(same).isLessThan(10);
  }

  @Test
  void theLargestCountHasRoom() {
    SeededPermutation shuffle = new SeededPermutation(1L << 62, 3);
    assertThat(shuffle.position((1L << 62) - 1)).isBetween(0L, (1L << 62) - 1);
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SeededPermutation(0, 1))
        .withMessage("count is 0: 1 to 2^62 are allowed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SeededPermutation(4, 1).position(4))
        .withMessage("index 4 of 4");
  }

  private static long[] order(SeededPermutation shuffle) {
    return LongStream.range(0, shuffle.count()).map(shuffle::position).toArray();
  }
}
