package io.graft.spark;

import io.graft.training.EpochShares;
import java.io.Serializable;
import org.apache.spark.Partitioner;
import scala.Function1;

/** Brings positions in an epoch together that a worker sees in a round. */
final class ShareKeys extends Partitioner {

  private static final long serialVersionUID = 1L;

  private final EpochShares shares;

  ShareKeys(EpochShares shares) {
    this.shares = shares;
  }

  @Override
  public int numPartitions() {
    return Math.multiplyExact(shares.rounds(), shares.workers());
  }

  @Override
  public int getPartition(Object position) {
    return shares.round((Long) position) * shares.workers() + shares.worker((Long) position);
  }

  /** Tells which partitions are the round's. */
  Function1<Object, Object> ofRound(int round) {
    return (Function1<Object, Object> & Serializable)
        partition -> (Integer) partition / shares.workers() == round;
  }
}
