package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class DuplicatesTest {

  private final FeatureRows set = new FeatureRows();
  private final List<float[]> features = new ArrayList<>();

  @Test
  void repeatedBytesAndNearCopiesAreCountedByClass() {
    fill();
    Duplicates duplicates = Duplicates.of(set.set(), FeatureRows.COLUMN, 1_000, FeatureRows.ENGINE);
    assertThat(duplicates.byClass())
        .isEqualTo(
            Map.of(
                "a", new Duplicates.Counts(60, 0, 60, 0),
                "b", new Duplicates.Counts(65, 2, 63, 3)));
    assertThat(duplicates.images()).isEqualTo(125);
    assertThat(duplicates.equalBytes()).isEqualTo(2);
    assertThat(duplicates.distinct()).isEqualTo(120);
  }

  @Test
  void aSampleIsComparedWithAllImages() {
    fill();
    Duplicates duplicates = Duplicates.of(set.set(), FeatureRows.COLUMN, 80, FeatureRows.ENGINE);
    Duplicates.Counts ofB = duplicates.byClass().get("b");
    assertThat(duplicates.byClass().get("a").checked() + ofB.checked()).isEqualTo(80);
    assertThat(ofB.nearDuplicates()).isEqualTo(3);
  }

  /** Two classes of 60; then in the second two that repeat bytes, and three near-copies. */
  private void fill() {
    for (int i = 0; i < 60; i++) {
      features.add(set.add("a/%03d".formatted(i), "train"));
      set.add("b/%03d".formatted(i), "train");
    }
    set.add("b/equal1", "train", "hash of a/001", features.get(1));
    set.add("b/equal2", "train", "hash of a/001", features.get(1));
    for (int i = 10; i < 13; i++) {
      // The sample is by content hash: these come before the others of their class.
      set.addCopy("b/!copy" + i, "train", features.get(i));
    }
  }
}
