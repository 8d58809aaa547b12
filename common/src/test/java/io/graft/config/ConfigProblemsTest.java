package io.graft.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.error.UserException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigProblemsTest {

  @Test
  void unknownKeysAreNamedWithFileAndLine() {
    refused("seed = 1\nimagez = x\nhead {\n  fold = 3\n}\n")
        .hasMessageContaining("Unknown setting 'imagez' (my.conf: 2); known here: base-model, ")
        .hasMessageContaining(
            "Unknown setting 'head.fold' (my.conf: 4); known here: class-weights, dense, folds, in-memory-values, max-iterations, regularization, type.")
        .hasMessageContaining("See conf/reference.conf.");
  }

  @Test
  void unknownKeyOfSetIsNamedAsSuch() {
    assertThatThrownBy(() -> ConfigLoader.load(Optional.empty(), List.of("head.fold=3"), Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("Unknown setting 'head.fold' (--set head.fold)");
  }

  @Test
  void allProblemsAreToldAtOnce() {
    refused(
            """
            case = 7
            pooling = max
            preprocessing = keras
            engine = torch
            device = tpu
            batch-size = 0
            split { validation = 0.5, test = 0.5 }
            head { folds = x, regularization = [-1] }
            pretrain.learning-rate = 2
            """)
        .hasMessageContaining("case: Unknown case '7': use auto, 1, 2, 3 or 4.")
        .hasMessageContaining(
            "pooling: Unknown pooling 'max': use average, average-maximum, grid or none.")
        .hasMessageContaining("preprocessing: Unknown preprocessing preset 'keras'")
        .hasMessageContaining("engine: Unknown engine 'torch': use onnxruntime or dl4j.")
        .hasMessageContaining("device: Unknown device 'tpu': use cpu, cuda or auto.")
        .hasMessageContaining(
            "batch-size = 0 (my.conf: 6): allowed is a whole number from 1 to 1024.")
        .hasMessageContaining("validation 0.5 and test 0.5 leave nothing to train on")
        .hasMessageContaining("head.folds: my.conf: 8: ")
        .hasMessageContaining(
            "head.regularization = [-1.0] (my.conf: 8): allowed is a list of numbers, none below 0.")
        .hasMessageContaining(
            "pretrain.learning-rate = 2.0 (my.conf: 9): allowed is a number from 0.0 to 1.0.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "seed = x; seed: my.conf: 1: seed has type STRING rather than NUMBER",
        "seed = null; seed: my.conf: 1: ",
        "seed = 99999999999999999999; seed = 1.0E20 (my.conf: 1): allowed is a whole number",
        "overwrite = perhaps; overwrite: my.conf: 1: ",
        "images = [a]; images: my.conf: 1: ",
        "batch-size = 1.5; batch-size = 1.5 (my.conf: 1): allowed is a whole number from 1 to 1024.",
        "batch-size = 1025; batch-size = 1025 (my.conf: 1): allowed is a whole number",
        "batch-size = 3000000000; batch-size = 3000000000 (my.conf: 1): allowed is a whole number",
        "head.folds = 1; head.folds = 1 (my.conf: 1): allowed is a whole number from 2 to 20.",
        "head.regularization = []; head.regularization = [] (my.conf: 1): allowed is a list",
        "head = 3; head.folds: my.conf: 1: head has type NUMBER rather than OBJECT",
        "split.test = -0.1; split.test = -0.1 (my.conf: 1): allowed is a number from 0.0 to 1.0.",
        "split.test = 1; split fractions: test is 1.0",
      })
  void badValueIsNamedWithItsKeyAndPlace(String text, String message) {
    refused(text).hasMessageContaining(message);
  }

  @Test
  void cardThatTheEngineCanNotUseIsRefused() {
    refused("engine = dl4j, device = cuda")
        .hasMessageContaining("device = cuda can't be had with engine = dl4j");
  }

  @Test
  void brokenHoconIsRefusedWithItsPlace() {
    refused("seed = 1\nhead {\n")
        .hasMessageStartingWith("The configuration file can't be read: my.conf: ")
        .hasMessageContaining("It is HOCON; see conf/reference.conf.");
    refused("images = ${nowhere}")
        .hasMessageStartingWith("The configuration file can't be read: my.conf: 1: ");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(String text) {
    return assertThatThrownBy(() -> ConfigLoaderTest.load(text)).isInstanceOf(UserException.class);
  }
}
