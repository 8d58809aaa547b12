package io.graft.spark;

import io.graft.training.EpochShares;
import io.graft.training.NetworkState;
import io.graft.training.SeededPermutation;
import io.graft.training.TrainingSeeds;
import io.graft.training.TrainingSpec;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.PartitionPruningRDD;
import scala.Tuple2;
import scala.reflect.ClassTag$;

/**
 * One epoch of training by parameter averaging (Zinkevich et al. 2010; McMahan et al. 2017): the
 * images are shuffled across the cluster once, and each round trains every worker on its share and
 * averages what came out, weighted by the images that each has seen. Its files on the executors are
 * deleted when this is closed.
 */
public final class EpochRounds implements AutoCloseable {

  private final JavaSparkContext context;
  private final EpochShares shares;
  private final int epoch;
  private final Broadcast<TrainingSpec> spec;
  private final ShareKeys shareKeys;
  private final SortedShuffle images;

  /**
   * How a round went.
   *
   * @param state the average
   * @param loss mean over its images; infinite or no number where a worker's training diverged
   * @param images that were seen
   * @param seconds it took
   */
  public record Round(NetworkState state, double loss, long images, double seconds) {}

  private EpochRounds(TrainingExamples images, TrainingSpec spec, int epoch) {
    this.context = JavaSparkContext.fromSparkContext(images.session().sparkContext());
    this.shares = EpochShares.of(spec);
    this.epoch = epoch;
    this.spec = context.broadcast(spec);
    this.shareKeys = new ShareKeys(shares);
    SeededPermutation order =
        new SeededPermutation(spec.images(), new TrainingSeeds(spec.seed()).order(epoch));
    this.images =
        new SortedShuffle(
            images
                .rows(epoch)
                .mapToPair(image -> new Tuple2<>(order.position(image.index()), image.toBytes())),
            shareKeys);
  }

  /**
   * Shuffles the images.
   *
   * @param epoch from 0
   * @throws IllegalArgumentException where the spec is of another number of images
   */
  public static EpochRounds open(TrainingExamples images, TrainingSpec spec, int epoch) {
    if (images.count() != spec.images()) {
      throw new IllegalArgumentException(
          "%d images, and a spec for %d".formatted(images.count(), spec.images()));
    }
    EpochRounds rounds = new EpochRounds(images, spec, epoch);
    rounds.shuffle();
    return rounds;
  }

  /** Spark moves the images when any are first asked for: no round shall wait for that. */
  private void shuffle() {
    partitions(0).count();
  }

  /** Rounds of the epoch. */
  public int count() {
    return shares.rounds();
  }

  /**
   * Runs a round. The same round from the same state gives the same bits, whatever machines it runs
   * on and however often its tasks are tried.
   *
   * @param round from 0
   * @throws IllegalStateException when not every image of the round was seen
   */
  public Round run(int round, NetworkState start) {
    long startNanos = System.nanoTime();
    Broadcast<NetworkState> sent = context.broadcast(start);
    ChunkKeys keys =
        new ChunkKeys(shares.workers(), Math.min(shares.workers(), StateChunk.count(start)));
    RoundWorker worker = new RoundWorker(spec, sent, keys, epoch, round);
    try (SortedShuffle chunks =
        new SortedShuffle(partitions(round).mapPartitionsToPair(worker), keys)) {
      List<byte[]> averages =
          chunks
              .sorted()
              .mapPartitions(sorted -> new ChunkAverages(sorted, keys))
              .collect()
              .stream()
              .sorted(Comparator.comparing(Tuple2::_1))
              .map(Tuple2::_2)
              .toList();
      NetworkState state = StateChunk.join(averages, start.parameters().length);
      StateChunk first = requireWhole(round, StateChunk.of(averages.get(0)));
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      return new Round(state, first.loss(), first.images(), seconds);
    } finally {
      sent.destroy();
    }
  }

  private StateChunk requireWhole(int round, StateChunk average) {
    if (average.images() != shares.images(round)) {
      throw new IllegalStateException(
          "Round %d saw %d images of %d".formatted(round, average.images(), shares.images(round)));
    }
    return average;
  }

  private JavaPairRDD<Long, byte[]> partitions(int round) {
    return JavaPairRDD.fromRDD(
        PartitionPruningRDD.create(images.sorted().rdd(), shareKeys.ofRound(round)),
        ClassTag$.MODULE$.apply(Long.class),
        ClassTag$.MODULE$.apply(byte[].class));
  }

  @Override
  public void close() {
    images.close();
    spec.destroy();
  }
}
