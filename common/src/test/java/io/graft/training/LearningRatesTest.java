package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graft.config.OptimizerConfig;
import io.graft.config.OptimizerType;
import io.graft.config.ScheduleType;
import io.graft.config.WorkerScaling;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Nesterovs;

class LearningRatesTest {

  private static final int STEPS_PER_EPOCH = 10;

  @Test
  void constantStaysAsItIs() {
    LearningRates rates = rates(ScheduleType.CONSTANT, 0);
    assertThat(rates.valueAt(0, 0)).isEqualTo(0.1);
    assertThat(rates.valueAt(100_000, 0)).isEqualTo(0.1);
  }

  @Test
  void warmUpRisesInAStraightLineToTheWholeRate() {
    LearningRates rates = rates(ScheduleType.CONSTANT, 0.5);
    for (int i = 0; i < 5; i++) {
      assertThat(rates.valueAt(i, 0)).isCloseTo(0.02 * (i + 1), within(1e-15));
    }
    assertThat(rates.valueAt(5, 0)).isEqualTo(0.1);
  }

  @Test
  void stepsFallAtTheEndsOfEpochs() {
    LearningRates rates = rates(ScheduleType.STEP, 1);
    assertThat(rates.valueAt(4, 0)).isCloseTo(0.05, within(1e-15));
    assertThat(rates.valueAt(29, 0)).isEqualTo(0.1);
    assertThat(rates.valueAt(30, 0)).isEqualTo(0.1 / 16);
    assertThat(rates.valueAt(59, 0)).isEqualTo(0.1 / 16);
    assertThat(rates.valueAt(60, 0)).isEqualTo(0.1 / 256);
  }

  @Test
  void cosineEndsAtZeroBehindTheLastStep() {
    LearningRates rates = rates(ScheduleType.COSINE, 2);
    assertThat(rates.valueAt(19, 0)).isEqualTo(0.1);
    assertThat(rates.valueAt(20, 0)).isEqualTo(0.1);
    assertThat(rates.valueAt(60, 0)).isCloseTo(0.05, within(1e-15));
    assertThat(rates.valueAt(99, 0)).isBetween(1e-9, 1e-4);
    assertThat(rates.valueAt(100, 0)).isZero();
    assertThat(rates.valueAt(1000, 0)).isZero();
    for (int i = 21; i < 100; i++) {
      assertThat(rates.valueAt(i, 0)).isLessThan(rates.valueAt(i - 1, 0));
    }
  }

  @Test
  void warmUpOfTheWholeTrainingLeavesNothingBehindIt() {
    LearningRates rates = rates(ScheduleType.COSINE, 10);
    assertThat(rates.valueAt(99, 0)).isEqualTo(0.1);
    assertThat(rates.valueAt(100, 0)).isNotNaN();
  }

  @Test
  void slowerLayersFollowTheSameCurve() {
    LearningRates rates = rates(ScheduleType.COSINE, 2);
    for (int i = 0; i < 100; i += 7) {
      assertThat(rates.times(0.25).valueAt(i, 0)).isCloseTo(rates.valueAt(i, 0) / 4, within(1e-15));
    }
  }

  @Test
  void epochOfDl4jMakesNoDifference() {
    LearningRates rates = rates(ScheduleType.STEP, 1);
    assertThat(rates.valueAt(35, 17)).isEqualTo(rates.valueAt(35, 0));
  }

  @Test
  void comesThroughTheNetworksJsonUnchanged() {
    ComputationGraph network = GraftedNetworks.plain();
    LearningRates rates = rates(ScheduleType.COSINE, 0.3);
    BaseLayer layer = (BaseLayer) network.getLayer("layer_2").conf().getLayer();
    layer.setIUpdater(new Nesterovs(rates, 0.9));
    ComputationGraph read =
        new ComputationGraph(
            ComputationGraphConfiguration.fromJson(network.getConfiguration().toJson()));
    read.init();
    Nesterovs updater =
        (Nesterovs) ((BaseLayer) read.getLayer("layer_2").conf().getLayer()).getIUpdater();
    assertThat(updater.getLearningRateSchedule()).isEqualTo(rates);
    assertThat(updater).isEqualTo(new Nesterovs(rates, 0.9));
  }

  private static LearningRates rates(ScheduleType schedule, double warmUpEpochs) {
    return LearningRates.of(
        new OptimizerConfig(
            OptimizerType.SGD, 0.1, WorkerScaling.NONE, 0.9, 0, schedule, warmUpEpochs, 3, 0.0625),
        10,
        STEPS_PER_EPOCH);
  }
}
