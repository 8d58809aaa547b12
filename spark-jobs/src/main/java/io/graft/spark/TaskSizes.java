package io.graft.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How the images of a wave are shared out among tasks: whole batches, large tasks first and single
 * batches last, so that no core is left waiting for the last task of another. The sizes are those
 * of guided self-scheduling (Polychronopoulos and Kuck 1987), over twice the cores.
 *
 * @param ends of the tasks: the position in the wave behind the last image of each, rising
 */
record TaskSizes(List<Long> ends) implements Serializable {

  /** So that a lost task costs little. */
  private static final int MAX_IMAGES = 2048;

  /** The tasks for so many images, at least one. */
  static TaskSizes of(long images, int batchSize, int cores) {
    long mostBatches = Math.max(1, MAX_IMAGES / batchSize);
    long batches = Math.max(1, ceil(images, batchSize));
    List<Long> ends = new ArrayList<>();
    for (long done = 0; done < batches; ) {
      done += Math.min(mostBatches, ceil(batches - done, 2L * cores));
      ends.add(Math.min(images, done * batchSize));
    }
    return new TaskSizes(List.copyOf(ends));
  }

  int count() {
    return ends.size();
  }

  /** The task of the image at a position in the wave. */
  int taskOf(long position) {
    int low = 0;
    int high = count() - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (position < ends.get(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static long ceil(long value, long by) {
    return (value + by - 1) / by;
  }
}
