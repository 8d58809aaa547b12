package io.graft.spark;

import io.graft.spark.TrainingLane.Trained;
import io.graft.training.EpochShares;
import io.graft.training.ExampleReader;
import io.graft.training.NetworkState;
import io.graft.training.TrainingSeeds;
import io.graft.training.TrainingSpec;
import java.util.Collections;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Trains on a worker's share of a round: images in, sorted by position; chunks of the trained state
 * out. A worker without images gives none. The partition is the worker's number.
 */
final class RoundWorker
    implements PairFlatMapFunction<Iterator<Tuple2<Long, byte[]>>, Long, byte[]> {

  private static final long serialVersionUID = 1L;

  private final Broadcast<TrainingSpec> spec;
  private final Broadcast<NetworkState> start;
  private final ChunkKeys keys;
  private final int epoch;
  private final int round;

  RoundWorker(
      Broadcast<TrainingSpec> spec,
      Broadcast<NetworkState> start,
      ChunkKeys keys,
      int epoch,
      int round) {
    this.spec = spec;
    this.start = start;
    this.keys = keys;
    this.epoch = epoch;
    this.round = round;
  }

  @Override
  public Iterator<Tuple2<Long, byte[]>> call(Iterator<Tuple2<Long, byte[]>> share) {
    if (!share.hasNext()) {
      return Collections.emptyIterator();
    }
    int worker = TaskContext.getPartitionId();
    Trained trained = train(share, worker);
    return IntStream.range(0, StateChunk.count(trained.state()))
        .mapToObj(
            number ->
                new Tuple2<>(
                    keys.key(number, worker),
                    StateChunk.of(trained.state(), number, trained.images(), trained.loss())
                        .toBytes()))
        .iterator();
  }

  private Trained train(Iterator<Tuple2<Long, byte[]>> share, int worker) {
    TrainingLane lane = TrainingLanes.acquire(spec.value());
    try {
      Trained trained = train(share, worker, lane);
      TrainingLanes.release(lane);
      return trained;
    } catch (RuntimeException | Error failed) {
      // What is left of its work would end up in the next task's.
      lane.close();
      throw failed;
    }
  }

  private Trained train(Iterator<Tuple2<Long, byte[]>> share, int worker, TrainingLane lane) {
    EpochShares shares = EpochShares.of(lane.spec());
    lane.restore(
        start.value(),
        shares.iteration(epoch, round),
        epoch,
        new TrainingSeeds(lane.spec().seed()).dropout(epoch, round, worker));
    try (ExampleReader reader = lane.spec().input().open(lane.spec().seed(), epoch)) {
      Tuple2<Long, byte[]> image = share.next();
      while (image != null) {
        int step = shares.step(image._1());
        Minibatch minibatch = lane.minibatch();
        while (image != null && shares.step(image._1()) == step) {
          minibatch.add(TrainingImage.of(image._2()), reader);
          image = share.hasNext() ? share.next() : null;
        }
        lane.step();
      }
    }
    return lane.finish();
  }
}
