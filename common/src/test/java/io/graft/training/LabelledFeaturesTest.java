package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelledFeaturesTest {

  @Test
  void tenthOfEachClassIsHeldOutButNeverItsOnlyImage() {
    // 40 images of class 0, 3 of class 1, 1 of class 2, none of class 3.
    int[] labels = new int[44];
    Arrays.fill(labels, 40, 43, 1);
    labels[43] = 2;
    LabelledFeatures images = new LabelledFeatures(numbered(44), labels, 4);
    LabelledFeatures.Parts parts = images.holdOut(0.1, new Random(3));
    assertThat(counts(parts.validation())).containsExactly(4, 1, 0, 0);
    assertThat(counts(parts.training())).containsExactly(36, 2, 1, 0);
    assertThat(numbers(parts.training(), parts.validation())).containsExactly(numbers(images));
    assertThat(images.holdOut(0.1, new Random(3)).validation().features())
        .isEqualTo(parts.validation().features());
    assertThat(images.holdOut(0.1, new Random(4)).validation().features())
        .isNotEqualTo(parts.validation().features());
  }

  @Test
  void shuffleHoldsEveryImageOnce() {
    LabelledFeatures images = new LabelledFeatures(numbered(20), new int[20], 1);
    int[] shuffled = images.shuffled(new Random(1));
    assertThat(shuffled).isNotEqualTo(images.positions());
    Arrays.sort(shuffled);
    assertThat(shuffled).isEqualTo(images.positions());
  }

  @Test
  void imagesWithoutClassAreABug() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabelledFeatures(numbered(2), new int[] {0}, 1))
        .withMessage("2 images with 1 labels");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LabelledFeatures(numbered(2), new int[] {0, 2}, 2))
        .withMessage("Class 2 of 2");
  }

  private static float[][] numbered(int count) {
    float[][] features = new float[count][1];
    for (int i = 0; i < count; i++) {
      features[i][0] = i;
    }
    return features;
  }

  private static int[] counts(LabelledFeatures images) {
    int[] counts = new int[images.classes()];
    for (int label : images.labels()) {
      counts[label]++;
    }
    return counts;
  }

  private static double[] numbers(LabelledFeatures... parts) {
    return Arrays.stream(parts)
        .flatMap(part -> Arrays.stream(part.features()))
        .mapToDouble(row -> row[0])
        .sorted()
        .toArray();
  }
}
