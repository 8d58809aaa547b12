package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.training.NetworkState;
import io.graft.training.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskKilled;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Adam;

/** Three workers on 50 images, and what must not show in the result. */
@ExtendWith(SparkExtension.class)
class SameBitsTest {

  private static final int COUNT = 50;
  private static final TrainingSpec SPEC = new SmallNetwork(new Adam(0.01)).spec(COUNT, 3, 4, 2);

  @TempDir private Path folder;
  private NetworkState start;
  private NetworkState undisturbed;

  @BeforeEach
  void train() throws IOException {
    start = SmallNetwork.start(SPEC);
    TrainingImages images =
        new ColouredImages(Files.createDirectory(folder.resolve("images")), COUNT)
            .write(SparkExtension.session(), folder.resolve("training"));
    undisturbed = Epochs.train(images, SPEC, start, 2);
  }

  @Test
  void theNumberOfCores() {
    SparkExtension.session().stop();
    try (SparkSession oneCore =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate()) {
      assertSame(Epochs.train(images(oneCore, "training"), SPEC, start, 2));
    } finally {
      SparkExtension.session();
    }
  }

  @Test
  void theNumberOfFilesAndTheirOrder() {
    SparkSession session = SparkExtension.session();
    session
        .read()
        .parquet(folder.resolve("training/images").toString())
        .repartition(7)
        .write()
        .parquet(folder.resolve("other/images").toString());
    assertSame(Epochs.train(images(session, "other"), SPEC, start, 2));
  }

  @Test
  void tasksThatAreKilledAndTriedAgain() throws TimeoutException {
    SparkContext context = SparkExtension.session().sparkContext();
    KillingListener killer = new KillingListener(context);
    context.addSparkListener(killer);
    try {
      // A kill may come when its task has ended.
      for (int i = 0; i < 5 && killer.killed.get() == 0; i++) {
        assertSame(Epochs.train(images(SparkExtension.session(), "training"), SPEC, start, 2));
        SparkExtension.awaitEvents();
      }
    } finally {
      context.removeSparkListener(killer);
    }
    assertThat(killer.killed.get()).isPositive();
  }

  @Test
  void goingOnInTheMiddleOfAnEpoch() {
    TrainingImages images = images(SparkExtension.session(), "training");
    NetworkState between = Epochs.train(images, SPEC, start, 1);
    try (EpochRounds rounds = EpochRounds.open(images, SPEC, 1)) {
      between = rounds.run(0, between).state();
    }
    TrainingLanes.closeIdle();
    try (EpochRounds rounds = EpochRounds.open(images, SPEC, 1)) {
      for (int round = 1; round < rounds.count(); round++) {
        between = rounds.run(round, between).state();
      }
    }
    assertSame(between);
  }

  private TrainingImages images(SparkSession session, String name) {
    return new TrainingImages(
        session, new org.apache.hadoop.fs.Path(folder.resolve(name).toUri()), COUNT);
  }

  private void assertSame(NetworkState other) {
    assertThat(other.parameters()).isEqualTo(undisturbed.parameters());
    assertThat(other.updater()).isEqualTo(undisturbed.updater());
  }

  /** Kills the first attempt of every second task. */
  private static final class KillingListener extends SparkListener {

    private final SparkContext context;
    private final AtomicBoolean next = new AtomicBoolean();
    private final AtomicInteger killed = new AtomicInteger();

    KillingListener(SparkContext context) {
      this.context = context;
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart task) {
      if (task.taskInfo().attemptNumber() == 0 && next.getAndSet(!next.get())) {
        context.killTaskAttempt(task.taskInfo().taskId(), true, "a test");
      }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      if (task.reason() instanceof TaskKilled) {
        killed.incrementAndGet();
      }
    }
  }
}
