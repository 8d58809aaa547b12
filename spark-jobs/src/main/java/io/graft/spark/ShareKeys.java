package io.graft.spark;

import io.graft.training.EpochShares;
import org.apache.spark.Partitioner;

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

  /** Whether the partition is one of the round's. */
  boolean isOf(int round, int partition) {
    return partition / shares.workers() == round;
  }
}
