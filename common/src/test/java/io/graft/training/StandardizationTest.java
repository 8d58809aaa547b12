package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.model.DenseHead;
import io.graft.model.HiddenLayer;
import io.graft.model.LinearHead;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardizationTest {

  @Test
  void meanIsZeroAndDeviationOne() {
    LabelledFeatures images =
        new LabelledFeatures(
            new float[][] {{1, 100, 7}, {3, 300, 7}, {5, 200, 7}}, new int[] {0, 1, 0}, 2);
    float[][] found = Standardization.of(images.features()).apply(images).features();
    // Deviations of the sample by hand: sqrt(8/2) and sqrt(20000/2).
    assertThat(found[0]).containsExactly(-1, -1, 0);
    assertThat(found[1]).containsExactly(0, 1, 0);
    assertThat(found[2]).containsExactly(1, 0, 0);
  }

  @Test
  void constantColumnsCountForNothingAlsoWhereOtherImagesDiffer() {
    Standardization standardization =
        Standardization.of(new float[][] {{0, 0.1f, 1e8f}, {0, 0.1f, 1e8f + 8}, {0, 0.1f, 1e8f}});
    LabelledFeatures other = new LabelledFeatures(new float[][] {{1e9f, -5, 3}}, new int[] {0}, 1);
    for (float value : standardization.apply(other).features()[0]) {
      assertThat(value).isZero();
    }
  }

  @Test
  void foldedHeadGivesForTheFeaturesWhatTheHeadGivesForTheStandardised() {
    LabelledFeatures images =
        new LabelledFeatures(
            new float[][] {{1, 100, 7}, {3, 300, 7}, {5, 200, 7}}, new int[] {0, 1, 0}, 2);
    DenseHead head =
        new DenseHead(
            List.of(
                new HiddenLayer(
                    new float[][] {{1, -2, 3}, {0.5f, 1, 1}, {-1, 1, 0}},
                    new float[] {0.1f, 0.2f, 0.3f})),
            new LinearHead(new float[][] {{1, 2, 3}, {-1, 0, 1}}, new float[] {0.5f, 0}));
    Standardization standardization = Standardization.of(images.features());
    float[][] standardized = standardization.apply(images).features();
    for (int i = 0; i < 3; i++) {
      double[] expected = head.probabilities(standardized[i]);
      double[] found = standardization.fold(head).probabilities(images.features()[i]);
      assertThat(Math.abs(found[0] - expected[0])).isLessThan(1e-6);
    }
  }
}
