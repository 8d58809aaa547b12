package io.graft.spark;

import io.graft.training.TrainingSpec;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The networks that this JVM keeps open between rounds, one for each task that trained at the same
 * time, until those of another spec are wanted.
 */
final class TrainingLanes {

  private static final Deque<TrainingLane> IDLE = new ArrayDeque<>();

  private TrainingLanes() {}

  /** A network nobody else has; to be given back with {@link #release}, or closed. */
  static TrainingLane acquire(TrainingSpec spec) {
    synchronized (IDLE) {
      if (!IDLE.isEmpty() && !IDLE.peek().spec().equals(spec)) {
        closeIdle();
      }
      if (!IDLE.isEmpty()) {
        return IDLE.pop();
      }
    }
    return new TrainingLane(spec);
  }

  static void release(TrainingLane lane) {
    synchronized (IDLE) {
      if (!IDLE.isEmpty() && !IDLE.peek().spec().equals(lane.spec())) {
        closeIdle();
      }
      IDLE.push(lane);
    }
  }

  /** Frees the networks that nobody uses. */
  static void closeIdle() {
    synchronized (IDLE) {
      IDLE.forEach(TrainingLane::close);
      IDLE.clear();
    }
  }
}
