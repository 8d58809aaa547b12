package io.graft.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.graft.config.FineTuneConfig.BlockRate;
import io.graft.config.FineTuneConfig.HeadStart;
import io.graft.error.UserException;
import io.graft.training.ClassWeights;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FineTunePresetsTest {

  @ParameterizedTest
  @CsvSource({
    "0, SMALL",
    "19999, SMALL",
    "20000, MEDIUM",
    "499999, MEDIUM",
    "500000, LARGE",
    "9000000000, LARGE"
  })
  void presetFollowsTheNumberOfImages(long images, FineTunePreset expected) {
    FineTunePresets presets = presets("");
    assertThat(presets.presetFor(images)).isEqualTo(expected);
    assertThat(presets.forImages(images)).isEqualTo(presets.configs().get(expected));
  }

  @Test
  void referenceHoldsTheRecipe() {
    OptimizerConfig optimizer =
        new OptimizerConfig(
            OptimizerType.SGD,
            0.003,
            WorkerScaling.NONE,
            0.9,
            0.0001,
            ScheduleType.COSINE,
            1,
            30,
            0.1);
    AugmentationConfig augmentation = new AugmentationConfig(0.5, 0, 0, 0.64, 1.33, 0, 0, 0);
    assertThat(presets("").forImages(1000))
        .isEqualTo(
            new FineTuneConfig(
                Initialization.PRETRAINED,
                0.5,
                HeadStart.FEATURES,
                Optional.empty(),
                FrozenCache.AUTO,
                List.of(),
                20,
                16,
                OptionalInt.empty(),
                5,
                optimizer,
                augmentation,
                OptionalInt.empty(),
                0,
                ClassWeights.AUTO,
                5,
                20,
                3));
    FineTuneConfig medium = presets("").forImages(100_000);
    assertThat(medium.labelSmoothing()).isEqualTo(0.1);
    assertThat(medium.batchSize()).isEqualTo(32);
    FineTuneConfig large = presets("").forImages(1_000_000);
    assertThat(large.epochs()).isEqualTo(10);
    assertThat(large.averagingFrequency()).isEqualTo(10);
    assertThat(large.optimizer()).isEqualTo(optimizer);
  }

  @ParameterizedTest
  @CsvSource({"none, 0.003", "square-root, 0.006", "linear, 0.012"})
  void theRateGrowsWithTheWorkersAsAskedFor(String scaling, double rate) {
    FineTuneConfig asked = presets("optimizer.scale-with-workers = " + scaling).forImages(1);
    assertThat(asked.forWorkers(1).optimizer().learningRate()).isEqualTo(0.003);
    FineTuneConfig four = asked.forWorkers(4);
    assertThat(four.optimizer().learningRate()).isCloseTo(rate, within(1e-12));
    assertThat(four.forWorkers(4)).isEqualTo(four);
    assertThat(four.batchSize()).isEqualTo(asked.batchSize());
  }

  @Test
  void estevasRecipeIsThePapers() {
    FineTuneConfig config = presets("preset = esteva-2017").forImages(129_450);
    assertThat(config.optimizer())
        .isEqualTo(
            new OptimizerConfig(
                OptimizerType.RMSPROP,
                0.001,
                WorkerScaling.NONE,
                0.9,
                0,
                ScheduleType.STEP,
                0,
                30,
                1 / 16.0));
    assertThat(config.augmentation()).isEqualTo(new AugmentationConfig(0, 0.5, 180, 1, 1, 0, 0, 0));
    assertThat(config.blockRates()).isEmpty();
    assertThat(config.freezeUntil()).isEmpty();
  }

  @Test
  void everySettingReachesItsRecord() {
    FineTuneConfig config =
        presets(
                """
                init = auto, success-gate = 0.7, head-start = random, cache = none
                block-rates = ["a:b:0.1", "conv2:1"]
                epochs = 7, patience = 2, batch-size = 4, workers = 3, averaging-frequency = 2
                augmented-views = 6, label-smoothing = 0.2, class-weights = none, checkpoint-rounds = 9
                checkpoints-kept = 4
                optimizer {
                  type = adam, learning-rate = 0.5, scale-with-workers = linear, momentum = 0.8, weight-decay = 0.01
                  schedule = constant, warm-up-epochs = 0.5, step-epochs = 2, step-factor = 0.3
                }
                augmentation {
                  flip-horizontal = 0.1, flip-vertical = 0.2, rotation-degrees = 15
                  crop-min-area = 0.3, crop-max-aspect = 1.5, brightness = 0.4, contrast = 0.5
                  saturation = 0.6
                }
                """)
            .forImages(600_000);
    assertThat(config)
        .isEqualTo(
            new FineTuneConfig(
                Initialization.AUTO,
                0.7,
                HeadStart.RANDOM,
                Optional.empty(),
                FrozenCache.NONE,
                List.of(new BlockRate("a:b", 0.1), new BlockRate("conv2", 1)),
                7,
                4,
                OptionalInt.of(3),
                2,
                new OptimizerConfig(
                    OptimizerType.ADAM,
                    0.5,
                    WorkerScaling.LINEAR,
                    0.8,
                    0.01,
                    ScheduleType.CONSTANT,
                    0.5,
                    2,
                    0.3),
                new AugmentationConfig(0.1, 0.2, 15, 0.3, 1.5, 0.4, 0.5, 0.6),
                OptionalInt.of(6),
                0.2,
                ClassWeights.NONE,
                2,
                9,
                4));
    assertThat(presets("freeze-until = conv2").forImages(1).freezeUntil()).contains("conv2");
  }

  /** By default the images are varied, anew in each epoch. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "freeze-until = a | 2147483647 | false",
        "freeze-until = a, augmented-views = 6 | 6 | true",
        "freeze-until = a, augmented-views = 6, epochs = 4 | 4 | true",
        "freeze-until = a, augmented-views = 6, cache = none | 6 | false",
        "augmented-views = 6 | 6 | false",
        "freeze-until = a, augmentation { flip-horizontal = 0, crop-min-area = 1 } | 1 | true",
        "freeze-until = a, augmented-views = 6, augmentation { flip-horizontal = 0, crop-min-area = 1 } | 1 | true",
        "freeze-until = a, augmentation { flip-horizontal = 0, crop-min-area = 1, rotation-degrees = 5 } | 2147483647 | false"
      })
  void frozenLayersRunOnceWhereSeveralEpochsSeeTheSameImages(
      String settings, int views, boolean once) {
    FineTuneConfig config = presets(settings).forImages(1000);
    assertThat(config.views()).isEqualTo(views);
    assertThat(config.runsFrozenLayersOnce()).isEqualTo(once);
  }

  @Test
  void ownSettingsWinOverThePresetAndThePresetOverThePlainValues() {
    FineTunePresets presets = presets("epochs = 3, label-smoothing = 0");
    assertThat(presets.forImages(1_000_000).epochs()).isEqualTo(3);
    assertThat(presets.forImages(1_000_000).labelSmoothing()).isZero();
    assertThat(presets.forImages(1_000_000).averagingFrequency()).isEqualTo(10);
    FineTuneConfig esteva =
        presets("preset = esteva-2017, optimizer.learning-rate = 0.01").forImages(10);
    assertThat(esteva.optimizer().learningRate()).isEqualTo(0.01);
    assertThat(esteva.optimizer().type()).isEqualTo(OptimizerType.RMSPROP);
  }

  @Test
  void presetCanBeChosenWhateverTheSize() {
    FineTunePresets presets = presets("preset = Large");
    assertThat(presets.presetFor(10)).isEqualTo(FineTunePreset.LARGE);
    assertThat(presets.forImages(10).epochs()).isEqualTo(10);
  }

  @Test
  void presetsOwnValuesCanBeChanged() {
    assertThat(presets("presets.small.batch-size = 3").forImages(1).batchSize()).isEqualTo(3);
    assertThat(ConfigLoaderTest.set("fine-tune.epochs=2").fineTune().forImages(1).epochs())
        .isEqualTo(2);
    assertThat(
            ConfigLoaderTest.set("fine-tune.block-rates=conv1:0.1,conv2:0.5")
                .fineTune()
                .forImages(1)
                .blockRates())
        .containsExactly(new BlockRate("conv1", 0.1), new BlockRate("conv2", 0.5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "preset = tiny | fine-tune.preset: Unknown preset 'tiny': use auto, small, medium, large or esteva-2017.",
        "presets.tiny.epochs = 3 | Unknown setting 'fine-tune.presets.tiny' (my.conf: 1); known here: esteva-2017, large, medium, small.",
        "epoch = 3 | Unknown setting 'fine-tune.epoch' (my.conf: 1); known here: augmentation, augmented-views, averaging-frequency,",
        "optimizer.rate = 3 | Unknown setting 'fine-tune.optimizer.rate' (my.conf: 1)",
        "epochs = 0 | fine-tune.epochs = 0 (my.conf: 1): allowed is a whole number from 1 to 100000.",
        "init = he | fine-tune.init: 'he': allowed are pretrained, random, auto.",
        "head-start = he | fine-tune.head-start: 'he': allowed are features, random.",
        "optimizer.type = lamb | fine-tune.optimizer.type: 'lamb': allowed are sgd, adam, rmsprop.",
        "optimizer.schedule = poly | fine-tune.optimizer.schedule: 'poly': allowed are constant, step, cosine.",
        "block-rates = conv2 | fine-tune.block-rates: 'conv2': write LAYER:FACTOR with a factor from 0 to 1, such as conv2:0.1.",
        "block-rates = \"conv2:2\" | fine-tune.block-rates: 'conv2:2': write LAYER:FACTOR with a factor from 0 to 1, such as conv2:0.1.",
        "epochs = 2, optimizer.warm-up-epochs = 3 | fine-tune.optimizer.warm-up-epochs = 3.0 is more than fine-tune.epochs = 2: the rate would never be reached.",
        "init = auto, freeze-until = conv1 | fine-tune.freeze-until = conv1 with fine-tune.init = auto: random weights must not be frozen. Leave one of them out.",
        "augmentation.crop-min-area = 0 | fine-tune.augmentation.crop-min-area = 0.0 (my.conf: 1): allowed is a number from 0.01 to 1.0.",
        "workers = 0 | fine-tune.workers = 0 (my.conf: 1): allowed is a whole number from 1 to 100000."
      })
  void problemsAreNamedWithTheirKey(String own, String message) {
    refused(own).hasMessageStartingWith(message);
  }

  @Test
  void problemUnderSeveralPresetsIsToldOnce() {
    refused("epochs = 0, label-smoothing = 2")
        .hasMessage(
            """
            fine-tune.epochs = 0 (my.conf: 1): allowed is a whole number from 1 to 100000.
            fine-tune.label-smoothing = 2.0 (my.conf: 1): allowed is a number from 0.0 to 0.9.""");
  }

  @Test
  void whatIsNoSectionIsRefused() {
    assertThatThrownBy(() -> ConfigLoaderTest.load("fine-tune = 3"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("fine-tune has type NUMBER rather than OBJECT");
    refused("presets.small = 3").hasMessageContaining("has type NUMBER rather than OBJECT");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(String own) {
    return assertThatThrownBy(() -> presets(own)).isInstanceOf(UserException.class);
  }

  private static FineTunePresets presets(String own) {
    return ConfigLoaderTest.load("fine-tune { " + own + " }").fineTune();
  }
}
