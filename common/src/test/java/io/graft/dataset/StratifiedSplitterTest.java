package io.graft.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.error.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StratifiedSplitterTest {

  private static final SplitFractions TENTHS = new SplitFractions(0.1, 0.2);

  @Test
  void dividesEachClassExactly() {
    List<SplitItem> items = new ArrayList<>(images("cat", 100));
    items.addAll(images("dog", 30));
    Map<String, Split> splits = StratifiedSplitter.assign(items, TENTHS, 7, Map.of());
    assertThat(counts(splits, images("cat", 100))).containsExactly(70, 10, 20);
    assertThat(counts(splits, images("dog", 30))).containsExactly(21, 3, 6);
  }

  @Test
  void givesLeftOverImagesToTheLargestRemainder() {
    // 7 images: shares 4.9, 0.7, 1.4; floors 4, 0, 1; the two left over go to train and validation.
    assertThat(countsOf(7, TENTHS)).containsExactly(5, 1, 1);
    // 100 * 0.29 is 28.999999999999996 in binary.
    assertThat(countsOf(100, new SplitFractions(0.29, 0.29))).containsExactly(42, 29, 29);
    // Shares 3.2, 0.4, 0.4: equal remainders go to test before validation.
    assertThat(countsOf(4, new SplitFractions(0.1, 0.1))).containsExactly(3, 0, 1);
  }

  @Test
  void keepsTheMinimaOfSmallClasses() {
    assertThat(countsOf(1, new SplitFractions(0.4, 0.5))).containsExactly(1, 0, 0);
    assertThat(countsOf(2, TENTHS)).containsExactly(1, 0, 1);
    assertThat(countsOf(2, new SplitFractions(0.9, 0))).containsExactly(1, 1, 0);
    assertThat(countsOf(2, new SplitFractions(0.9, 0.05))).containsExactly(1, 0, 1);
    assertThat(countsOf(3, new SplitFractions(0, 0.01))).containsExactly(2, 0, 1);
    assertThat(countsOf(50, new SplitFractions(0.1, 0.001))).containsExactly(44, 5, 1);
  }

  @Test
  void minimaHoldForEverySizeAndShare() {
    for (int images = 1; images <= 40; images++) {
      for (int validation = 0; validation < 10; validation++) {
        for (int test = 0; validation + test < 10; test++) {
          int[] counts = countsOf(images, new SplitFractions(validation / 10.0, test / 10.0));
          assertThat(Arrays.stream(counts).sum()).isEqualTo(images);
          assertThat(counts[0]).isPositive();
          assertThat(counts[2] > 0).isEqualTo(test > 0 && images >= 2);
        }
      }
    }
  }

  @Test
  void dependsOnSeedButNotOnOrder() {
    List<SplitItem> items = new ArrayList<>(images("cat", 60));
    items.addAll(images("dog", 40));
    Map<String, Split> splits = StratifiedSplitter.assign(items, TENTHS, 1, Map.of());
    Collections.shuffle(items, new Random(5));
    assertThat(StratifiedSplitter.assign(items, TENTHS, 1, Map.of())).isEqualTo(splits);
    assertThat(StratifiedSplitter.assign(items, TENTHS, 2, Map.of())).isNotEqualTo(splits);
  }

  @Test
  void orderIsFixedForever() {
    // SHA-256 of eight bytes of seed and the hash's text; worked out apart: h2 h1 h0 h3 h4.
    List<SplitItem> items = images("h", 5);
    assertThat(StratifiedSplitter.assign(items, new SplitFractions(0.2, 0.2), 42, Map.of()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "h2",
                Split.TRAIN,
                "h1",
                Split.TRAIN,
                "h0",
                Split.TRAIN,
                "h3",
                Split.VALIDATION,
                "h4",
                Split.TEST));
  }

  @Test
  void copiesCountOnce() {
    List<SplitItem> items = new ArrayList<>(images("cat", 10));
    for (int copy = 0; copy < 50; copy++) {
      items.add(images("cat", 1).get(0));
    }
    assertThat(StratifiedSplitter.assign(items, TENTHS, 3, Map.of()))
        .isEqualTo(StratifiedSplitter.assign(images("cat", 10), TENTHS, 3, Map.of()));
  }

  @Test
  void equalBytesUnderTwoLabelsLeaveEveryClassItsTrainImage() {
    Random random = new Random(11);
    for (int round = 0; round < 300; round++) {
      List<SplitItem> items = new ArrayList<>();
      for (int pair = 0; pair < 12; pair++) {
        items.add(new SplitItem("hash" + random.nextInt(9), "class" + random.nextInt(5)));
      }
      Map<String, Split> splits =
          StratifiedSplitter.assign(items, new SplitFractions(0.3, 0.4), round, Map.of());
      assertThat(splits)
          .hasSameSizeAs(items.stream().map(SplitItem::contentHash).distinct().toList());
      for (SplitItem item : items) {
        List<SplitItem> peers =
            items.stream().filter(other -> other.label().equals(item.label())).distinct().toList();
        assertThat(counts(splits, peers)[0]).isPositive();
      }
    }
  }

  @Test
  void overlappingClassesStillGetTheirTestImage() {
    List<SplitItem> items =
        List.of(
            new SplitItem("shared1", "a"),
            new SplitItem("own1", "a"),
            new SplitItem("shared2", "b"),
            new SplitItem("own2", "b"),
            new SplitItem("shared1", "c"),
            new SplitItem("shared2", "c"));
    for (int seed = 0; seed < 50; seed++) {
      Map<String, Split> splits = StratifiedSplitter.assign(items, TENTHS, seed, Map.of());
      for (String label : List.of("a", "b", "c")) {
        List<SplitItem> peers = items.stream().filter(i -> i.label().equals(label)).toList();
        assertThat(counts(splits, peers))
            .as("seed %s class %s", seed, label)
            .containsExactly(1, 0, 1);
      }
    }
  }

  @Test
  void classWhoseImagesAreAllSharedGetsTrainAndTestWhereThatIsPossible() {
    List<SplitItem> items =
        List.of(
            new SplitItem("1", "a"),
            new SplitItem("2", "a"),
            new SplitItem("2", "b"),
            new SplitItem("3", "b"),
            new SplitItem("4", "b"),
            new SplitItem("1", "c"),
            new SplitItem("4", "c"),
            new SplitItem("5", "c"));
    for (int seed = 0; seed < 200; seed++) {
      Map<String, Split> splits =
          StratifiedSplitter.assign(items, new SplitFractions(0.3, 0.3), seed, Map.of());
      for (String label : List.of("a", "b", "c")) {
        int[] counts = counts(splits, items.stream().filter(i -> i.label().equals(label)).toList());
        assertThat(counts[0]).as("train, seed %s class %s", seed, label).isPositive();
        assertThat(counts[2]).as("test, seed %s class %s", seed, label).isPositive();
      }
    }
  }

  @Test
  void foldsAreBalancedPerClassAndInAll() {
    List<SplitItem> items = new ArrayList<>();
    for (int label = 0; label < 7; label++) {
      items.addAll(images("class" + label, 3 + label));
    }
    Map<String, Integer> folds = StratifiedSplitter.folds(items, 5, 9);
    assertThat(folds).hasSize(items.size());
    assertBalanced(folds.values(), 5);
    for (int label = 0; label < 7; label++) {
      assertBalanced(
          images("class" + label, 3 + label).stream().map(i -> folds.get(i.contentHash())).toList(),
          5);
    }
    Collections.shuffle(items, new Random(1));
    assertThat(StratifiedSplitter.folds(items, 5, 9)).isEqualTo(folds);
    assertThat(StratifiedSplitter.folds(items, 5, 10)).isNotEqualTo(folds);
  }

  @Test
  void impossibleFoldsAreRefused() {
    assertThatThrownBy(() -> StratifiedSplitter.folds(images("cat", 10), 1, 0))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("found 1 folds for 10 distinct images");
    assertThatThrownBy(() -> StratifiedSplitter.folds(images("cat", 3), 4, 0))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("found 4 folds for 3 distinct images");
  }

  private static List<SplitItem> images(String label, int count) {
    return IntStream.range(0, count).mapToObj(n -> new SplitItem(label + n, label)).toList();
  }

  private static int[] countsOf(int images, SplitFractions fractions) {
    return counts(
        StratifiedSplitter.assign(images("cat", images), fractions, 1, Map.of()),
        images("cat", images));
  }

  private static int[] counts(Map<String, Split> splits, List<SplitItem> items) {
    int[] counts = new int[Split.values().length];
    items.forEach(item -> counts[splits.get(item.contentHash()).ordinal()]++);
    return counts;
  }

  private static void assertBalanced(Collection<Integer> folds, int count) {
    Map<Integer, Integer> sizes = new HashMap<>();
    IntStream.range(0, count).forEach(fold -> sizes.put(fold, 0));
    folds.forEach(fold -> sizes.merge(fold, 1, Integer::sum));
    assertThat(sizes).hasSize(count);
    assertThat(Collections.max(sizes.values()) - Collections.min(sizes.values()))
        .isLessThanOrEqualTo(1);
  }
}
