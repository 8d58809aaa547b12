package io.graft.spark;

import java.util.Comparator;
import org.apache.spark.Partitioner;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.KryoSerializer;
import scala.math.Ordering$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Byte arrays, moved to the partitions of their numbers and sorted there by these. Kryo writes
 * them, whatever serializer Spark is set to: Java's holds on to a hundred records of each partition
 * that is being written.
 */
final class SortedShuffle implements AutoCloseable {

  private static final ClassTag<Long> NUMBER = ClassTag$.MODULE$.apply(Long.class);
  private static final ClassTag<byte[]> BYTES = ClassTag$.MODULE$.apply(byte[].class);

  private final ShuffledRDD<Long, byte[], byte[]> shuffled;

  SortedShuffle(JavaPairRDD<Long, byte[]> pairs, Partitioner partitioner) {
    shuffled =
        new ShuffledRDD<Long, byte[], byte[]>(pairs.rdd(), partitioner, NUMBER, BYTES, BYTES)
            .setKeyOrdering(Ordering$.MODULE$.comparatorToOrdering(Comparator.<Long>naturalOrder()))
            .setSerializer(new KryoSerializer(new SparkConf(false)));
  }

  JavaPairRDD<Long, byte[]> sorted() {
    return new JavaPairRDD<>(shuffled, NUMBER, BYTES);
  }

  /** Deletes what the shuffle left on the executors' disks, which Spark itself does at leisure. */
  @Override
  public void close() {
    SparkContext context = shuffled.sparkContext();
    int shuffle =
        ((org.apache.spark.ShuffleDependency<?, ?, ?>) shuffled.dependencies().head()).shuffleId();
    if (context.cleaner().isDefined()) {
      context.cleaner().get().doCleanupShuffle(shuffle, false);
    }
  }
}
