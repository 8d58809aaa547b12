package io.graft.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.spark.util.LongAccumulator;

/**
 * Images in, rows out: a partition of any length needs the memory of two groups of encoded images,
 * one that a lane computes and one that is read meanwhile, and of the lane's batch of pixels.
 */
final class ExtractIterator implements Iterator<ImageRow>, AutoCloseable {

  private final ImageGroups groups;
  private final Supplier<ExtractLane> lanes;
  private final LongAccumulator done;
  private final Deque<ImageRow> ready = new ArrayDeque<>();
  private final CompletableFuture<ExtractLane> opening;
  private ExtractLane lane;
  private boolean atEnd;

  /**
   * @param lanes one at the start, and one for each that an image makes useless
   * @param done counts the rows as they are computed
   */
  ExtractIterator(ImageGroups groups, Supplier<ExtractLane> lanes, LongAccumulator done) {
    this.groups = groups;
    this.lanes = lanes;
    this.done = done;
    this.opening = ExtractLane.opening(lanes);
  }

  @Override
  public boolean hasNext() {
    if (lane == null) {
      List<ImageInput> first = groups.next();
      lane = opened();
      begin(first);
    }
    while (ready.isEmpty() && lane.hasBegun()) {
      if (!atEnd) {
        begin(groups.next());
      }
      takeRows();
    }
    return !ready.isEmpty();
  }

  @Override
  public ImageRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.removeFirst();
  }

  /** What is being computed is left to end by itself. */
  @Override
  public void close() {
    if (lane == null) {
      opening.thenAccept(ExtractLane::close);
    } else {
      lane.close();
    }
  }

  private ExtractLane opened() {
    try {
      return opening.join();
    } catch (CompletionException failed) {
      throw ExtractLane.unchecked(failed.getCause());
    }
  }

  /** The empty group at the end makes the lane compute the images that are left in its batch. */
  private void begin(List<ImageInput> group) {
    atEnd = group.isEmpty();
    lane.begin(group);
  }

  private void takeRows() {
    List<ImageRow> rows = lane.await();
    ready.addAll(rows);
    done.add(rows.size());
    if (lane.isLeftBehind()) {
      List<ImageInput> unfinished = lane.unfinished();
      lane = lanes.get();
      lane.begin(unfinished);
      if (atEnd) {
        lane.begin(List.of());
      }
    }
  }
}
