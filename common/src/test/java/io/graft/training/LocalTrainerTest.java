package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.graft.TestNetworks;
import io.graft.config.FineTunePreset;
import java.util.concurrent.CompletableFuture;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LocalTrainerTest {

  private static final int[] LABELS = GraftedNetworks.LABELS;
  private static final String SGD = "optimizer { type = sgd, learning-rate = 0.1, momentum = 0.9 }";
  private static final String PLAIN_SGD =
      "optimizer { type = sgd, learning-rate = 0.1, momentum = 0 }";
  private static final String ADAM = "optimizer { type = adam, learning-rate = 0.01 }";
  private static final String RMSPROP = "optimizer { type = rmsprop, learning-rate = 0.01 }";

  private final INDArray images = TestNetworks.images(LABELS.length, 3, 8, 8);

  @ParameterizedTest
  @ValueSource(strings = {SGD, PLAIN_SGD, ADAM, RMSPROP})
  void stepsAreThoseOfDl4jItself(String optimizer) {
    TrainableNetwork network = GraftedNetworks.trainable(GraftedNetworks.plain(), optimizer);
    ComputationGraph stock =
        new ComputationGraph(ComputationGraphConfiguration.fromJson(network.json()));
    stock.init();
    stock.setParams(Nd4j.createFromArray(new float[][] {network.start().parameters()}));
    INDArray labels = oneHot();
    for (int i = 0; i < 5; i++) {
      stock.fit(new INDArray[] {images}, new INDArray[] {labels});
    }
    NetworkState found = GraftedNetworks.train(network, 5);
    assertThat(found.parameters())
        .containsExactly(stock.params().data().asFloat(), within(1e-5f))
        .isNotEqualTo(network.start().parameters());
    assertThat(stock.score()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {SGD, PLAIN_SGD, ADAM, RMSPROP})
  void goesOnBitByBitFromItsState(String optimizer) {
    TrainableNetwork network = GraftedNetworks.trainable(GraftedNetworks.residual(), optimizer);
    NetworkState undisturbed = GraftedNetworks.train(network, 6);
    NetworkState half = GraftedNetworks.train(network, 3);
    try (LocalTrainer trainer = trainer(network)) {
      trainer.restore(network.start(), 0, 0, 99);
      trainer.fit(images, LABELS);
      trainer.restore(half, 3, 0, 1);
      for (int i = 0; i < 3; i++) {
        trainer.fit(images, LABELS);
      }
      NetworkState resumed = trainer.state();
      assertThat(resumed.parameters()).isEqualTo(undisturbed.parameters());
      assertThat(resumed.updater()).isEqualTo(undisturbed.updater());
      assertThat(half.parameters()).isNotEqualTo(undisturbed.parameters());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyPresetLowersTheLoss(FineTunePreset preset) {
    TrainableNetwork network =
        GraftedNetworks.trainable(GraftedNetworks.plain(), "preset = " + preset.text());
    try (LocalTrainer trainer = trainer(network)) {
      double loss = lossOfFirstStep(trainer, network, 0, 1);
      for (int i = 0; i < 5; i++) {
        double before = loss;
        for (int step = 0; step < 10; step++) {
          loss = trainer.fit(images, LABELS);
        }
        assertThat(loss).isLessThan(before);
      }
    }
  }

  @Test
  void optimisersKeepWhatTheyNeed() {
    assertThat(updaterLength(PLAIN_SGD)).isZero();
    int trained = updaterLength(SGD);
    assertThat(trained).isPositive();
    assertThat(updaterLength(RMSPROP)).isEqualTo(trained);
    assertThat(updaterLength(ADAM)).isEqualTo(2 * trained);
  }

  @Test
  void dropoutComesFromItsSeedAndTheStep() {
    TrainableNetwork network = GraftedNetworks.trainable(GraftedNetworks.residual(), SGD);
    try (LocalTrainer trainer = trainer(network)) {
      double loss = lossOfFirstStep(trainer, network, 0, 1);
      assertThat(lossOfFirstStep(trainer, network, 0, 1)).isEqualTo(loss);
      assertThat(lossOfFirstStep(trainer, network, 0, 2)).isNotEqualTo(loss);
      assertThat(lossOfFirstStep(trainer, network, 1, 1)).isNotEqualTo(loss);
    }
  }

  @Test
  void ratesFollowTheIteration() {
    TrainableNetwork network =
        GraftedNetworks.trainable(
            GraftedNetworks.plain(),
            "epochs = 4, optimizer { momentum = 0, schedule = step, step-epochs = 2, step-factor = 0 }");
    try (LocalTrainer trainer = trainer(network)) {
      trainer.restore(network.start(), 19, 1, 1);
      trainer.fit(images, LABELS);
      float[] moved = trainer.state().parameters();
      assertThat(moved).isNotEqualTo(network.start().parameters());
      trainer.fit(images, LABELS);
      assertThat(trainer.state().parameters()).isEqualTo(moved);
    }
  }

  @Test
  void labelSmoothingSpreadsTheTarget() {
    INDArray targets = new SmoothedLabels(4, 0.2).of(new int[] {2, 0});
    assertThat(targets.getRow(0).toFloatVector()).containsExactly(0.05f, 0.05f, 0.85f, 0.05f);
    assertThat(targets.getRow(1).toFloatVector()).containsExactly(0.85f, 0.05f, 0.05f, 0.05f);
    TrainableNetwork network = GraftedNetworks.trainable(GraftedNetworks.plain(), SGD);
    try (LocalTrainer sharp = trainer(network);
        LocalTrainer smooth = new LocalTrainer(GraftedNetworks.spec(network, 0.3))) {
      assertThat(lossOfFirstStep(smooth, network, 0, 1))
          .isNotEqualTo(lossOfFirstStep(sharp, network, 0, 1));
    }
  }

  @Test
  void lossIsTheMeanOverTheImagesAndLeavesWeightDecayOut() {
    ComputationGraph grafted = GraftedNetworks.plain();
    TrainableNetwork network = GraftedNetworks.trainable(grafted, "optimizer { weight-decay = 1 }");
    INDArray probabilities = grafted.outputSingle(images);
    double expected = 0;
    for (int i = 0; i < LABELS.length; i++) {
      expected -= Math.log(probabilities.getDouble(i, LABELS[i])) / LABELS.length;
    }
    try (LocalTrainer trainer = trainer(network)) {
      assertThat(lossOfFirstStep(trainer, network, 0, 1)).isCloseTo(expected, within(1e-5));
    }
  }

  @Test
  void workersSideBySideDontDisturbEachOther() {
    TrainableNetwork network = GraftedNetworks.trainable(GraftedNetworks.residual(), SGD);
    NetworkState alone = GraftedNetworks.train(network, 10);
    var first = CompletableFuture.supplyAsync(() -> GraftedNetworks.train(network, 10));
    var second = CompletableFuture.supplyAsync(() -> GraftedNetworks.train(network, 10));
    assertThat(first.join().parameters()).isEqualTo(alone.parameters());
    assertThat(second.join().parameters()).isEqualTo(alone.parameters());
  }

  @Test
  void callersThreadMakesNoDifference() {
    TrainableNetwork network = GraftedNetworks.trainable(GraftedNetworks.residual(), SGD);
    try (LocalTrainer trainer = trainer(network)) {
      double loss = lossOfFirstStep(trainer, network, 0, 7);
      trainer.restore(network.start(), 0, 0, 7);
      Nd4j.getRandom().setSeed(12345);
      assertThat(CompletableFuture.supplyAsync(() -> trainer.fit(images, LABELS)).join())
          .isEqualTo(loss);
    }
  }

  @Test
  void interruptedCallerStillGetsItsStep() {
    TrainableNetwork network = GraftedNetworks.trainable(GraftedNetworks.residual(), SGD);
    try (LocalTrainer trainer = trainer(network)) {
      double loss = lossOfFirstStep(trainer, network, 0, 7);
      Thread.currentThread().interrupt();
      assertThat(lossOfFirstStep(trainer, network, 0, 7)).isEqualTo(loss);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"patience = 3", "freeze-until = layer_0", "freeze-until = layer_2"})
  void imagesStayAsTheyAre(String settings) {
    TrainableNetwork network =
        GraftedNetworks.trainable(GraftedNetworks.reluOnTheImages(), settings);
    INDArray before = images.dup();
    try (LocalTrainer trainer = trainer(network)) {
      trainer.restore(network.start(), 0, 0, 1);
      trainer.fit(images, LABELS);
    }
    assertThat(images).isEqualTo(before);
  }

  @Test
  void closedTrainerGivesNd4jItsThreadsBack() {
    TrainableNetwork network = GraftedNetworks.trainable(GraftedNetworks.plain(), SGD);
    int before = Nd4j.factory().blas().getMaxThreads();
    Nd4j.factory().blas().setMaxThreads(2);
    try (LocalTrainer trainer = trainer(network)) {
      trainer.restore(network.start(), 0, 0, 1);
      assertThat(Nd4j.factory().blas().getMaxThreads()).isEqualTo(1);
    }
    assertThat(Nd4j.factory().blas().getMaxThreads()).isEqualTo(2);
    Nd4j.factory().blas().setMaxThreads(before);
  }

  @Test
  void divergedLossIsReturned() {
    TrainableNetwork network = GraftedNetworks.trainable(GraftedNetworks.plain(), SGD);
    float[] broken = network.start().parameters();
    broken[0] = Float.NaN;
    try (LocalTrainer trainer = trainer(network)) {
      trainer.restore(new NetworkState(broken, network.start().updater()), 0, 0, 1);
      assertThat(trainer.fit(images, LABELS)).isNaN();
    }
  }

  @Test
  void stateOfAnotherNetworkIsRefused() {
    TrainableNetwork network = GraftedNetworks.trainable(GraftedNetworks.plain(), SGD);
    NetworkState start = network.start();
    try (LocalTrainer trainer = trainer(network)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> trainer.restore(new NetworkState(new float[3], start.updater()), 0, 0, 1))
          .withMessage("3 parameters for a network of %d", start.parameters().length);
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> trainer.restore(new NetworkState(start.parameters(), new float[0]), 0, 0, 1))
          .withMessage("0 updater values for a network of %d", start.updater().length);
    }
  }

  private double lossOfFirstStep(
      LocalTrainer trainer, TrainableNetwork network, int iteration, long dropoutSeed) {
    trainer.restore(network.start(), iteration, 0, dropoutSeed);
    return trainer.fit(images, LABELS);
  }

  private static int updaterLength(String optimizer) {
    return GraftedNetworks.trainable(GraftedNetworks.residual(), optimizer)
        .start()
        .updater()
        .length;
  }

  private static LocalTrainer trainer(TrainableNetwork network) {
    return new LocalTrainer(GraftedNetworks.spec(network, 0));
  }

  private static INDArray oneHot() {
    INDArray labels = Nd4j.zeros(LABELS.length, GraftedNetworks.CLASSES);
    for (int i = 0; i < LABELS.length; i++) {
      labels.putScalar(i, LABELS[i], 1);
    }
    return labels;
  }
}
