package io.graft.spark;

import java.util.Iterator;
import scala.Tuple2;

/** The averages of chunks that come sorted by their keys; one chunk is in memory at a time. */
final class ChunkAverages implements Iterator<Tuple2<Integer, byte[]>> {

  private final Iterator<Tuple2<Long, byte[]>> chunks;
  private final ChunkKeys keys;
  private Tuple2<Long, byte[]> ahead;

  ChunkAverages(Iterator<Tuple2<Long, byte[]>> chunks, ChunkKeys keys) {
    this.chunks = chunks;
    this.keys = keys;
    advance();
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  @Override
  public Tuple2<Integer, byte[]> next() {
    int number = keys.number(ahead._1());
    ChunkMean mean = new ChunkMean();
    while (ahead != null && keys.number(ahead._1()) == number) {
      mean.add(StateChunk.of(ahead._2()));
      advance();
    }
    return new Tuple2<>(number, mean.get().toBytes());
  }

  private void advance() {
    ahead = chunks.hasNext() ? chunks.next() : null;
  }
}
