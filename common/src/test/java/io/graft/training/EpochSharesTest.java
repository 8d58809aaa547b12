package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochSharesTest {

  @Test
  void aStepIsDealtInSlicesAndSoManyStepsAreARound() {
    EpochShares shares = new EpochShares(29, 3, 4, 2);
    assertThat(shares.steps()).isEqualTo(3);
    assertThat(shares.rounds()).isEqualTo(2);
    assertThat(shares.images(0)).isEqualTo(24);
    assertThat(shares.images(1)).isEqualTo(5);
    assertThat(workers(shares, 0, 12)).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
    assertThat(workers(shares, 12, 24)).isEqualTo(workers(shares, 0, 12));
    assertThat(workers(shares, 24, 29)).containsExactly(0, 1, 1, 2, 2);
    assertThat(shares.step(23)).isEqualTo(1);
    assertThat(shares.round(23)).isZero();
    assertThat(shares.step(24)).isEqualTo(2);
    assertThat(shares.round(24)).isEqualTo(1);
  }

  @Test
  void fewerImagesThanWorkersGoToSomeOfThem() {
    EpochShares shares = new EpochShares(2, 4, 8, 5);
    assertThat(shares.rounds()).isEqualTo(1);
    assertThat(workers(shares, 0, 2)).containsExactly(1, 3);
    assertThat(shares.minibatches()).isEqualTo(1);
    assertThat(new EpochShares(17, 4, 8, 5).minibatches()).isEqualTo(3);
    assertThat(new EpochShares(1000, 4, 8, 5).minibatches()).isEqualTo(4);
  }

  @Test
  void iterationsAreStepsOfTheWholeTraining() {
    EpochShares shares = new EpochShares(29, 3, 4, 2);
    assertThat(shares.iteration(0, 0)).isZero();
    assertThat(shares.iteration(0, 1)).isEqualTo(2);
    assertThat(shares.iteration(5, 1)).isEqualTo(17);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1,1", "100,1,8,3", "97,4,8,2", "96,4,8,3", "5,7,3,9", "1000,3,7,1", "31,16,2,1"})
  void roundsCoverTheEpochAndSlicesAreNearlyEqualAndNoLargerThanABatch(
      long images, int workers, int batchSize, int frequency) {
    EpochShares shares = new EpochShares(images, workers, batchSize, frequency);
    long sum = LongStream.range(0, shares.rounds()).map(r -> shares.images((int) r)).sum();
    assertThat(sum).isEqualTo(images);
    int[][] counts = new int[shares.steps()][workers];
    for (long position = 0; position < images; position++) {
      counts[shares.step(position)][shares.worker(position)]++;
      assertThat(shares.round(position)).isEqualTo(shares.step(position) / frequency);
    }
    for (int[] ofStep : counts) {
      int most = Arrays.stream(ofStep).max().getAsInt();
      int least = Arrays.stream(ofStep).min().getAsInt();
      assertThat(most).isBetween(1, batchSize);
      assertThat(most - least).isBetween(0, 1);
    }
  }

  @Test
  void hugeSetsAreCounted() {
    EpochShares shares = new EpochShares(1L << 40, 1000, 1000, 10);
    assertThat(shares.steps()).isEqualTo(1_099_512);
    assertThat(shares.worker((1L << 40) - 1)).isEqualTo(999);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EpochShares(1L << 40, 1, 1, 1))
        .withMessage("1099511627776 images are more than 2^31 - 1 steps");
  }

  @Test
  void nothingMayBeZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EpochShares(10, 0, 4, 5))
        .withMessage(
            "10 images, 0 workers, batches of 4, averaged every 5: all must be at least 1");
  }

  private static int[] workers(EpochShares shares, long from, long to) {
    return LongStream.range(from, to).mapToInt(shares::worker).toArray();
  }
}
