package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.spark.EpochRounds.Round;
import io.graft.training.NetworkState;
import io.graft.training.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.BlockId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Sgd;
import scala.collection.JavaConverters;

/** What rounds leave behind in the executors' memory and on their disks. */
@ExtendWith(SparkExtension.class)
class LeftoversTest {

  private static final int COUNT = 24;
  private static final int HIDDEN = 2000;
  private static final long STATE_BYTES = 4L * 36 * 4 * HIDDEN;

  @TempDir private Path folder;
  private final SparkSession session = SparkExtension.session();

  @Test
  void neitherRoundsNorEpochsPileUp() throws IOException, InterruptedException {
    TrainingImages images =
        new ColouredImages(Files.createDirectory(folder.resolve("images")), COUNT)
            .write(session, folder.resolve("training"));
    TrainingSpec spec = new SmallNetwork(new Sgd(0.01), HIDDEN).spec(COUNT, 2, 2, 1);
    NetworkState state = SmallNetwork.start(spec);
    assertThat(4L * state.parameters().length).isGreaterThan(STATE_BYTES);
    Set<BlockId> others = Set.copyOf(shuffleBlocks());
    Set<Integer> persistent = Set.copyOf(persistentRdds());
    long memory = usedMemory();
    try (EpochRounds rounds = EpochRounds.open(images, spec, 0)) {
      int afterShuffle = shuffleBlocksBut(others);
      assertThat(afterShuffle).isPositive();
      for (int i = 0; i < rounds.count(); i++) {
        Round round = rounds.run(i, state);
        state = round.state();
      }
      assertThat(rounds.count()).isEqualTo(6);
      await(() -> shuffleBlocksBut(others) <= afterShuffle);
      await(() -> usedMemory() < memory + STATE_BYTES);
    }
    await(() -> shuffleBlocksBut(others) == 0);
    assertThat(persistent).containsAll(persistentRdds());
  }

  /** Earlier tests' shuffles, which Spark removes when it comes to it, don't count. */
  private static int shuffleBlocksBut(Set<BlockId> others) {
    return (int) shuffleBlocks().stream().filter(block -> !others.contains(block)).count();
  }

  private static List<BlockId> shuffleBlocks() {
    return JavaConverters.seqAsJavaList(
            SparkEnv.get().blockManager().diskBlockManager().getAllBlocks())
        .stream()
        .filter(BlockId::isShuffle)
        .toList();
  }

  private Set<Integer> persistentRdds() {
    return JavaSparkContext.fromSparkContext(session.sparkContext()).getPersistentRDDs().keySet();
  }

  private long usedMemory() {
    return JavaConverters.asJavaCollection(
            session.sparkContext().getExecutorMemoryStatus().values())
        .stream()
        .mapToLong(ofExecutor -> (Long) ofExecutor._1() - (Long) ofExecutor._2())
        .sum();
  }

  /** Spark deletes on a thread of its own. */
  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
