package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graft.spark.EpochRounds.Round;
import io.graft.training.EpochShares;
import io.graft.training.LocalTrainer;
import io.graft.training.NetworkState;
import io.graft.training.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

@ExtendWith(SparkExtension.class)
class EpochRoundsTest {

  private static final int EPOCHS = 2;

  @TempDir private Path folder;
  private final SparkSession session = SparkExtension.session();

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void oneWorkerIsLocalTraining(int frequency) throws IOException {
    TrainingImages images = images(21);
    TrainingSpec spec = new SmallNetwork(new Adam(0.01)).spec(21, 1, 4, frequency);
    NetworkState start = SmallNetwork.start(spec);
    try (LocalTraining local = new LocalTraining(images, spec)) {
      NetworkState here = local.train(start, EPOCHS);
      NetworkState there = train(images, spec, start);
      assertThat(there.parameters()).isEqualTo(here.parameters());
      assertThat(there.updater()).isEqualTo(here.updater()).hasSizeGreaterThan(100);
      assertThat(there.parameters()).isNotEqualTo(start.parameters());
    }
  }

  /** Of 29 images the last step has 5: slices of 1, 2 and 2. Of 2 images two workers get none. */
  @ParameterizedTest
  @CsvSource({"29, 3, 4", "2, 4, 8", "24, 2, 6"})
  void averagedAtEveryStepWorkersAreOneMachineOnTheJoinedBatch(
      int count, int workers, int batchSize) throws IOException {
    TrainingImages images = images(count);
    SmallNetwork network = new SmallNetwork(new Sgd(0.1));
    TrainingSpec spec = network.spec(count, workers, batchSize, 1);
    TrainingSpec joined = network.spec(count, 1, workers * batchSize, 1);
    NetworkState start = SmallNetwork.start(spec);
    try (LocalTraining local = new LocalTraining(images, joined)) {
      assertThat(train(images, spec, start).parameters())
          .containsExactly(local.train(start, EPOCHS).parameters(), within(2e-6f));
    }
  }

  @Test
  void momentumAveragedAtEveryStepIsThatOfTheJoinedBatch() throws IOException {
    TrainingImages images = images(29);
    SmallNetwork network = new SmallNetwork(new Nesterovs(0.05, 0.9));
    TrainingSpec spec = network.spec(29, 3, 4, 1);
    NetworkState start = SmallNetwork.start(spec);
    try (LocalTraining local = new LocalTraining(images, network.spec(29, 1, 12, 1))) {
      NetworkState here = local.train(start, EPOCHS);
      NetworkState there = train(images, spec, start);
      assertThat(there.parameters()).containsExactly(here.parameters(), within(2e-6f));
      assertThat(there.updater()).containsExactly(here.updater(), within(2e-6f));
    }
  }

  @Test
  void aRoundIsTheWorkersMeanWeightedByTheirImages() throws IOException {
    TrainingImages images = images(13);
    TrainingSpec spec = new SmallNetwork(new Adam(0.01)).spec(13, 2, 4, 2);
    NetworkState start = SmallNetwork.start(spec);
    EpochShares shares = EpochShares.of(spec);
    try (EpochRounds rounds = EpochRounds.open(images, spec, 0);
        LocalTraining local = new LocalTraining(images, spec);
        LocalTrainer trainer = new LocalTrainer(spec)) {
      assertThat(rounds.count()).isEqualTo(1);
      Round round = rounds.run(0, start);
      double[] sums = new double[start.parameters().length];
      double loss = 0;
      int[] seen = new int[2];
      for (int worker = 0; worker < 2; worker++) {
        trainer.restore(start, 0, 0, 0);
        for (int step = 0; step < 2; step++) {
          List<TrainingImage> slice = local.slice(shares, 0, step, worker);
          loss += slice.size() * local.fit(trainer, slice);
          seen[worker] += slice.size();
        }
        for (int i = 0; i < sums.length; i++) {
          sums[i] += (double) seen[worker] * trainer.state().parameters()[i];
        }
      }
      assertThat(seen).containsExactly(6, 7);
      assertThat(round.images()).isEqualTo(13);
      assertThat(round.loss()).isCloseTo(loss / 13, within(1e-6));
      assertThat(round.seconds()).isPositive();
      for (int i = 0; i < sums.length; i++) {
        assertThat((double) round.state().parameters()[i]).isCloseTo(sums[i] / 13, within(1e-6));
      }
    }
  }

  @Test
  void aLossThatIsNoLongerANumberIsTold() throws IOException {
    TrainingImages images = images(24);
    TrainingSpec spec = new SmallNetwork(new Sgd(1e38)).spec(24, 2, 2, 6);
    try (EpochRounds rounds = EpochRounds.open(images, spec, 0)) {
      assertThat(rounds.run(0, SmallNetwork.start(spec)).loss()).isNotFinite();
    }
  }

  private NetworkState train(TrainingImages images, TrainingSpec spec, NetworkState start) {
    return Epochs.train(images, spec, start, EPOCHS);
  }

  private TrainingImages images(int count) throws IOException {
    return new ColouredImages(Files.createDirectory(folder.resolve("images")), count)
        .write(session, folder.resolve("training"));
  }
}
