package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskSizesTest {

  private static final int BATCH = 32;

  @Test
  void tasksAreLargeFirstAndSingleBatchesLast() {
    // 20 batches on two cores: a quarter of what is left, rounded up, each time.
    assertThat(TaskSizes.of(20 * BATCH - 5, BATCH, 2).ends())
        .containsExactly(160L, 288L, 384L, 448L, 512L, 544L, 576L, 608L, 635L);
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "31, 2", "32, 2", "33, 2", "1000, 1", "100000, 2", "123457, 16"})
  void everyImageIsInOneTaskOfWholeBatches(long images, int cores) {
    TaskSizes tasks = TaskSizes.of(images, BATCH, cores);
    List<Long> ends = tasks.ends();
    long start = 0;
    for (int task = 0; task < tasks.count(); task++) {
      long end = ends.get(task);
      assertThat(end - start).isBetween(1L, 2048L);
      assertThat(tasks.taskOf(start)).isEqualTo(task);
      assertThat(tasks.taskOf(end - 1)).isEqualTo(task);
      assertThat(start % BATCH).isZero();
      start = end;
    }
    assertThat(start).isEqualTo(images);
  }

  @Test
  void withAllTasksTakenInOrderNoCoreWaitsLongerThanABatch() {
    for (int batches = 1; batches < 300; batches++) {
      TaskSizes tasks = TaskSizes.of((long) batches * BATCH, BATCH, 2);
      long[] busyUntil = new long[2];
      long start = 0;
      for (long end : tasks.ends()) {
        int free = busyUntil[0] <= busyUntil[1] ? 0 : 1;
        busyUntil[free] += (end - start) / BATCH;
        start = end;
      }
      assertThat(Math.abs(busyUntil[0] - busyUntil[1])).as("%d batches", batches).isLessThan(2);
    }
  }

  @Test
  void noImagesAreOneEmptyTask() {
    assertThat(TaskSizes.of(0, BATCH, 2).count()).isOne();
  }

  @Test
  void aBatchAboveTheLargestTaskIsATask() {
    assertThat(TaskSizes.of(5000, 2000, 2).ends()).containsExactly(2000L, 4000L, 5000L);
  }
}
