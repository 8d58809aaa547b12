package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;

@ExtendWith(SparkExtension.class)
class SortedShuffleTest {

  /** Up to 200 partitions Spark writes a file for each, and sorts them beyond. */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 300})
  void everythingComesToItsPartitionInOrder(int partitions) {
    List<Tuple2<Long, byte[]>> pairs = new ArrayList<>();
    LongStream.range(0, 1000).forEach(key -> pairs.add(new Tuple2<>(key, value(key))));
    Collections.shuffle(pairs, new Random(1));
    JavaPairRDD<Long, byte[]> unsorted =
        JavaSparkContext.fromSparkContext(SparkExtension.session().sparkContext())
            .parallelizePairs(pairs, 4);
    ChunkKeys keys = new ChunkKeys(1, partitions);
    try (SortedShuffle shuffle = new SortedShuffle(unsorted, keys)) {
      List<List<Tuple2<Long, byte[]>>> sorted = shuffle.sorted().glom().collect();
      assertThat(sorted).hasSize(partitions);
      for (int partition = 0; partition < partitions; partition++) {
        int here = partition;
        assertThat(sorted.get(partition).stream().map(Tuple2::_1))
            .containsExactlyElementsOf(
                LongStream.range(0, 1000).filter(key -> key % partitions == here).boxed().toList());
        assertThat(sorted.get(partition))
            .allSatisfy(pair -> assertThat(pair._2()).isEqualTo(value(pair._1())));
      }
    }
  }

  private static byte[] value(long key) {
    return new byte[] {(byte) key, (byte) (key >> 8), 7};
  }
}
