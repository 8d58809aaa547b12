package io.graft.progress;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Wall-clock seconds of the stages of a job, in the order they ran. */
public final class Stages {

  private final Map<String, Double> secondsByStage = new LinkedHashMap<>();

  /** Runs the work and adds its time to the stage. */
  public <T> T time(String stage, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      secondsByStage.merge(stage, (System.nanoTime() - start) / 1e9, Double::sum);
    }
  }

  public Map<String, Double> seconds() {
    return new LinkedHashMap<>(secondsByStage);
  }
}
