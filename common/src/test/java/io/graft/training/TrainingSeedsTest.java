package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrainingSeedsTest {

  @Test
  void everyChoiceHasASeedOfItsOwn() {
    Set<Long> seeds = new HashSet<>();
    for (long seed = 0; seed < 3; seed++) {
      TrainingSeeds training = new TrainingSeeds(seed);
      for (int epoch = 0; epoch < 10; epoch++) {
        seeds.add(training.order(epoch));
        for (int round = 0; round < 10; round++) {
          for (int worker = 0; worker < 10; worker++) {
            seeds.add(training.dropout(epoch, round, worker));
          }
        }
      }
    }
    assertThat(seeds).hasSize(3 * 10 * (1 + 100));
  }

  /** A training that was begun with an earlier version goes on as it would have. */
  @Test
  void theyStayTheSameForever() {
    assertThat(new TrainingSeeds(42).order(3)).isEqualTo(-4212438459619407957L);
    assertThat(new TrainingSeeds(42).dropout(3, 4, 5)).isEqualTo(5554911498055287831L);
    SeededPermutation shuffle = new SeededPermutation(10, 42);
    assertThat(LongStream.range(0, 10).map(shuffle::position))
        .containsExactly(3L, 6L, 7L, 5L, 8L, 9L, 0L, 1L, 4L, 2L);
  }
}
