package io.graft.spark;

import org.apache.spark.Partitioner;

/** Keys that sort chunks by their number, and those of a number by worker. */
final class ChunkKeys extends Partitioner {

  private static final long serialVersionUID = 1L;

  private final int workers;
  private final int partitions;

  ChunkKeys(int workers, int partitions) {
    this.workers = workers;
    this.partitions = partitions;
  }

  long key(int number, int worker) {
    return (long) number * workers + worker;
  }

  int number(long key) {
    return (int) (key / workers);
  }

  @Override
  public int numPartitions() {
    return partitions;
  }

  @Override
  public int getPartition(Object key) {
    return number((Long) key) % partitions;
  }
}
