package io.graft.spark;

import static io.graft.spark.SampleNetwork.input;
import static io.graft.spark.SampleNetwork.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.graft.spark.ImageInput.Trust;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.spark.JobExecutionStatus;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class ImageExtractorTest {

  private final SparkSession session = SparkExtension.session();
  private final JavaSparkContext context =
      JavaSparkContext.fromSparkContext(session.sparkContext());
  private final ImageExtractor extractor =
      new ImageExtractor(session, SampleNetwork.SPEC, LabelRule.OPTIONAL);

  @Test
  void aWaveIsComputedAndCountedInOneJob() throws TimeoutException {
    String adaptive = session.conf().get("spark.sql.adaptive.enabled");
    context.setJobGroup("wave", "a wave");
    try (ImageExtraction wave = extractor.extract(images(), 3)) {
      SparkExtension.awaitEvents();
      assertThat(context.statusTracker().getJobIdsForGroup("wave")).hasSize(1);
      assertThat(wave.quarantinedByReason()).containsExactly(entry("not-an-image", 1L));
      assertThat(wave.extracted().count()).isEqualTo(2);
    } finally {
      context.clearJobGroup();
    }
    assertThat(adaptive).isEqualTo("true");
    assertThat(session.conf().get("spark.sql.adaptive.enabled")).isEqualTo(adaptive);
  }

  @Test
  @Timeout(60)
  void warmingUpExtractsNothingAndLeavesTheNetworkToOthers() throws Exception {
    NetworkSpec network = SampleNetwork.unshared("warmed up");
    ImageExtractor extractor = new ImageExtractor(session, network, LabelRule.OPTIONAL);
    context.setJobGroup("warm-up", "");
    try {
      extractor.warmUp();
    } finally {
      context.clearJobGroup();
    }
    while (!warmUps().equals(List.of(JobExecutionStatus.SUCCEEDED))) {
      assertThat(warmUps()).doesNotContain(JobExecutionStatus.FAILED);
      Thread.sleep(20);
    }
    assertThat(SharedNetworks.users(network)).isZero();
    assertThat(extractor.done()).isZero();
  }

  @Test
  void aWaveThatLacksARowFailsAndKeepsNothing() {
    Set<Integer> others = Set.copyOf(context.getPersistentRDDs().keySet());
    assertThatThrownBy(() -> extractor.extract(images(), 4))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("4 files listed, but 3 came back");
    assertThat(others).containsAll(context.getPersistentRDDs().keySet());
  }

  @Test
  void aWaveWhoseJobFailsKeepsNothing() {
    Set<Integer> others = Set.copyOf(context.getPersistentRDDs().keySet());
    ImageInput lost =
        new ImageInput(
            new ImageEntry("nowhere://host/a.png", null, null, 1, 0), null, null, Trust.UNKNOWN);
    assertThatThrownBy(() -> extractor.extract(context.parallelize(List.of(lost)), 1))
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("nowhere://host/a.png can't be reached");
    assertThat(others).containsAll(context.getPersistentRDDs().keySet());
  }

  private List<JobExecutionStatus> warmUps() {
    return Arrays.stream(context.statusTracker().getJobIdsForGroup("warm-up"))
        .mapToObj(job -> context.statusTracker().getJobInfo(job).status())
        .toList();
  }

  private JavaRDD<ImageInput> images() {
    return context.parallelize(
        List.of(input("a", png(1)), input("b", png(2)), input("c", new byte[] {1, 2, 3})), 2);
  }
}
