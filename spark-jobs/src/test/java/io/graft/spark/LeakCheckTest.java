package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.graft.spark.LeakReport.Pair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What features tell, of images of which there are no files (any more). */
@ExtendWith(SparkExtension.class)
class LeakCheckTest {

  private final FeatureRows set = new FeatureRows();

  @Test
  void exactlyTheCopiesComeOut() {
    List<float[]> train = train(200);
    for (int i = 0; i < 100; i++) {
      set.add("a/test" + i, i % 4 == 0 ? "validation" : "test");
    }
    set.addCopy("b/copy of 3", "test", train.get(3));
    set.addCopy("b/copy of 77", "validation", train.get(77));
    set.add("b/equal to 5", "test", "hash of a/train005", train.get(5));
    LeakReport report = check(new LeakCheck(FeatureRows.ENGINE));
    assertThat(report.heldBack()).isEqualTo(103);
    assertThat(report.checked()).isEqualTo(103);
    assertThat(report.leaking()).isEqualTo(3);
    assertThat(report.pairs())
        .extracting(Pair::uri, Pair::split, Pair::nearUri, Pair::nearSplit)
        .containsExactly(
            tuple("b/copy of 3", "test", "a/train003", "train"),
            tuple("b/copy of 77", "validation", "a/train077", "train"),
            tuple("b/equal to 5", "test", "a/train005", "train"));
    assertThat(report.pairs().get(2).similarity()).isEqualTo(1);
    assertThat(report.pairs().get(0).similarity()).isBetween(0.9, 0.999);
  }

  @Test
  void aCleanSetHasNoLeak() {
    train(200);
    for (int i = 0; i < 100; i++) {
      set.add("a/test" + i, "test");
    }
    assertThat(check(new LeakCheck(FeatureRows.ENGINE)))
        .isEqualTo(new LeakReport(100, 100, 0, List.of()));
  }

  @Test
  void anImageWithSeveralCopiesLeaksToo() {
    List<float[]> train = train(50);
    for (int copy = 0; copy < 3; copy++) {
      set.addCopy("b/again" + copy, "train", train.get(7));
      set.add("b/equal" + copy, "train", "hash of a/train007", train.get(7));
    }
    set.addCopy("b/copy", "test", train.get(7));
    assertThat(check(new LeakCheck(FeatureRows.ENGINE)).pairs())
        .extracting(Pair::uri)
        .containsExactly("b/copy");
  }

  @Test
  void equalBytesLeakWhateverTheirFeatures() {
    train(20);
    set.add("a/x", "train", "same", FeatureRows.constant());
    set.add("b/y", "test", "same", set.add("a/like no other", "validation"));
    assertThat(check(new LeakCheck(FeatureRows.ENGINE)).pairs())
        .containsExactly(new Pair("b/y", "test", "a/x", "train", 1));
  }

  @Test
  void noMoreThanSoManyAreCheckedTheFirstByContentHash() {
    List<float[]> train = train(30);
    for (int i = 0; i < 10; i++) {
      set.addCopy("b/copy" + i, "test", train.get(i));
    }
    LeakReport report = check(new LeakCheck(FeatureRows.ENGINE, 4));
    assertThat(report.heldBack()).isEqualTo(10);
    assertThat(report.checked()).isEqualTo(4);
    assertThat(report.pairs())
        .extracting(Pair::uri)
        .containsExactly("b/copy0", "b/copy1", "b/copy2", "b/copy3");
  }

  @Test
  void withoutATrainOrATestSplitThereIsNothingToLeak() {
    train(3);
    assertThat(check(new LeakCheck(FeatureRows.ENGINE)))
        .isEqualTo(new LeakReport(0, 0, 0, List.of()));
  }

  private LeakReport check(LeakCheck check) {
    return check.of(set.set(), FeatureRows.COLUMN);
  }

  private List<float[]> train(int count) {
    List<float[]> features = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      features.add(set.add("a/train%03d".formatted(i), "train"));
    }
    return features;
  }
}
