package io.graft.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.graft.json.Json;
import org.junit.jupiter.api.Test;

class ClassifierConfidenceTest {

  @Test
  void figuresOfThreeImages() {
    ClassifierConfidence confidence =
        ClassifierConfidence.of(
            new float[][] {{1, 0, 0, 0}, {0.25f, 0.25f, 0.25f, 0.25f}, {0.5f, 0.5f, 0, 0}});
    assertThat(confidence.images()).isEqualTo(3);
    assertThat(confidence.meanTop1()).isCloseTo(1.75 / 3, within(1e-12));
    assertThat(confidence.medianTop1()).isEqualTo(0.5);
    // Entropies of 0, 2 and 1 bits, of at most 2.
    assertThat(confidence.meanEntropy()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void medianOfAnEvenNumberLiesBetween() {
    float[][] outputs = {{0.5f, 0.5f}, {1, 0}, {0.75f, 0.25f}, {1, 0}};
    assertThat(ClassifierConfidence.of(outputs).medianTop1()).isEqualTo(0.875);
  }

  @Test
  void singleClassIsSure() {
    assertThat(ClassifierConfidence.of(new float[][] {{1}, {1}}))
        .isEqualTo(new ClassifierConfidence(2, 1, 1, 0));
  }

  @Test
  void readsWhatItWrites() {
    ClassifierConfidence confidence =
        ClassifierConfidence.of(new float[][] {{0.1f, 0.9f}, {0.3f, 0.7f}});
    assertThat(Json.read("it", Json.write(confidence), ClassifierConfidence.class))
        .isEqualTo(confidence);
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassifierConfidence.of(new float[0][]))
        .withMessage("no probabilities: 0 images");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassifierConfidence.of(new float[][] {{0.5f, Float.NaN}}))
        .withMessage("a probability is NaN, expected 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassifierConfidence.of(new float[][] {{0.5f, 0.5f}, {1}}))
        .withMessage("an image has 1 probabilities, the first has 2");
  }
}
