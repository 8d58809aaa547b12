package io.graft.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.error.UserException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroupSplitsTest {

  private static final SplitFractions SHARES = new SplitFractions(0.1, 0.2);

  @Test
  void everyGroupStandsInOneSplitAndClassesKeepTheirShares() {
    for (int seed = 0; seed < 30; seed++) {
      List<SplitItem> items = patients(new Random(seed), 120, 4);
      Map<String, Split> splits = StratifiedSplitter.assign(items, SHARES, seed, Map.of());
      assertGroupsWhole(items, splits);
      for (int label = 0; label < 4; label++) {
        List<SplitItem> peers = ofClass(items, "class" + label);
        assertThat(share(peers, splits, Split.TEST)).as("test").isBetween(0.17, 0.23);
        assertThat(share(peers, splits, Split.VALIDATION)).as("validation").isBetween(0.07, 0.13);
      }
    }
  }

  @Test
  void aLargeGroupOfAllClassesEvenlyIsMadeUpFor() {
    List<SplitItem> items = new ArrayList<>(group("session", 40, "a", "b"));
    for (int group = 0; group < 60; group++) {
      items.addAll(group("single" + group, 1, group % 2 == 0 ? "a" : "b"));
    }
    for (int seed = 0; seed < 20; seed++) {
      Map<String, Split> splits = StratifiedSplitter.assign(items, SHARES, seed, Map.of());
      for (String label : List.of("a", "b")) {
        assertThat(share(ofClass(items, label), splits, Split.TRAIN)).isBetween(0.69, 0.71);
        assertThat(share(ofClass(items, label), splits, Split.TEST)).isBetween(0.19, 0.21);
      }
    }
  }

  @Test
  void equalBytesJoinTheirGroupsWhateverTheirLabels() {
    for (int seed = 0; seed < 50; seed++) {
      List<SplitItem> items = new ArrayList<>(patients(new Random(seed), 30, 3));
      items.add(new SplitItem("bridge1", "class0", "patient1"));
      items.add(new SplitItem("bridge1", "class1", "patient2"));
      items.add(new SplitItem("bridge2", "class1", "patient2"));
      items.add(new SplitItem("bridge2", "class1", "patient3"));
      items.add(new SplitItem("bridge3", "class2"));
      items.add(new SplitItem("bridge3", "class2", "patient3"));
      Map<String, Split> splits = StratifiedSplitter.assign(items, SHARES, seed, Map.of());
      assertGroupsWhole(items, splits);
      Set<Split> joined = new HashSet<>();
      items.stream()
          .filter(
              item ->
                  Set.of("patient1", "patient2", "patient3").contains(String.valueOf(item.group())))
          .forEach(item -> joined.add(splits.get(item.contentHash())));
      joined.add(splits.get("bridge3"));
      assertThat(joined).hasSize(1);
    }
  }

  @Test
  void dependsOnSeedButNotOnOrder() {
    List<SplitItem> items = patients(new Random(3), 60, 3);
    Map<String, Split> splits = StratifiedSplitter.assign(items, SHARES, 1, Map.of());
    Map<String, Integer> folds = StratifiedSplitter.folds(items, 5, 1);
    Collections.shuffle(items, new Random(5));
    assertThat(StratifiedSplitter.assign(items, SHARES, 1, Map.of())).isEqualTo(splits);
    assertThat(StratifiedSplitter.assign(items, SHARES, 2, Map.of())).isNotEqualTo(splits);
    assertThat(StratifiedSplitter.folds(items, 5, 1)).isEqualTo(folds);
    assertThat(StratifiedSplitter.folds(items, 5, 2)).isNotEqualTo(folds);
  }

  @Test
  void everyClassIsTrainedAndTestedOnWhereItsGroupsAllowIt() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<SplitItem> items = new ArrayList<>();
      for (int label = 0; label < 4; label++) {
        for (int group = 0; group < 2 + random.nextInt(3); group++) {
          items.addAll(group(label + "-" + group, 1 + random.nextInt(20), "class" + label));
        }
      }
      Map<String, Split> splits =
          StratifiedSplitter.assign(items, new SplitFractions(0.3, 0.1), seed, Map.of());
      for (int label = 0; label < 4; label++) {
        List<SplitItem> peers = ofClass(items, "class" + label);
        assertThat(share(peers, splits, Split.TRAIN)).isPositive();
        assertThat(share(peers, splits, Split.TEST)).isPositive();
      }
    }
    Map<String, Split> single =
        StratifiedSplitter.assign(group("only", 9, "a"), SHARES, 1, Map.of());
    assertThat(single.values()).containsOnly(Split.TRAIN);
  }

  @Test
  void newImagesGetTheSplitThatTheirGroupHas() {
    List<SplitItem> first = patients(new Random(8), 40, 3);
    Map<String, Split> prior = StratifiedSplitter.assign(first, SHARES, 1, Map.of());
    List<SplitItem> grown = new ArrayList<>(first);
    for (int patient = 0; patient < 80; patient++) {
      grown.add(new SplitItem("new" + patient, "class0", "patient" + patient));
    }
    Map<String, Split> splits = StratifiedSplitter.assign(grown, SHARES, 1, prior);
    assertThat(splits).containsAllEntriesOf(prior);
    assertGroupsWhole(grown, splits);
  }

  @Test
  void groupsThatOnlyANewImageJoinsKeepTheirSplitsEach() {
    List<SplitItem> items =
        List.of(
            new SplitItem("a1", "x", "A"),
            new SplitItem("b1", "x", "B"),
            new SplitItem("both", "x", "A"),
            new SplitItem("both", "x", "B"),
            new SplitItem("a2", "x", "A"),
            new SplitItem("b2", "x", "B"));
    Map<String, Split> prior = Map.of("a1", Split.TRAIN, "b1", Split.TEST);
    assertThat(StratifiedSplitter.assign(items, SHARES, 1, prior))
        .containsEntry("a1", Split.TRAIN)
        .containsEntry("a2", Split.TRAIN)
        .containsEntry("b1", Split.TEST)
        .containsEntry("b2", Split.TEST);
  }

  @Test
  void aRunThatGoesOnDividesAsOneThatWasNotKilled() {
    List<SplitItem> items = patients(new Random(4), 50, 3);
    Map<String, Split> whole = StratifiedSplitter.assign(items, SHARES, 6, Map.of());
    Map<String, Split> stored = new HashMap<>(whole);
    stored.keySet().removeIf(hash -> hash.hashCode() % 3 != 0);
    assertThat(stored).isNotEmpty();
    assertThat(StratifiedSplitter.assign(items, SHARES, 6, stored)).isEqualTo(whole);
  }

  @Test
  void foldsKeepGroupsWholeAndClassesBalanced() {
    for (int seed = 0; seed < 20; seed++) {
      List<SplitItem> items = patients(new Random(seed), 100, 3);
      Map<String, Integer> folds = StratifiedSplitter.folds(items, 5, seed);
      Map<String, Integer> foldByGroup = new HashMap<>();
      for (SplitItem item : items) {
        int fold = folds.get(item.contentHash());
        assertThat(foldByGroup.merge(item.group(), fold, (earlier, now) -> earlier))
            .isEqualTo(fold);
      }
      for (int label = 0; label < 3; label++) {
        List<SplitItem> peers = ofClass(items, "class" + label);
        for (int fold = 0; fold < 5; fold++) {
          int wanted = fold;
          long count =
              peers.stream().filter(item -> folds.get(item.contentHash()) == wanted).count();
          assertThat((double) count / peers.size()).isBetween(0.16, 0.24);
        }
      }
    }
  }

  @Test
  void theMostFoldsAreAsManyAsTheRarestClassHasGroups() {
    List<SplitItem> items = new ArrayList<>(group("p1", 9, "a", "b"));
    items.addAll(group("p2", 9, "a"));
    items.addAll(group("p3", 9, "a", "b"));
    assertThat(StratifiedSplitter.mostFolds(items)).isEqualTo(2);
    items.add(new SplitItem("alone", "b"));
    assertThat(StratifiedSplitter.mostFolds(items)).isEqualTo(3);
    assertThatThrownBy(() -> StratifiedSplitter.folds(items, 5, 1))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("found 5 folds for 4 groups of images");
  }

  @Test
  void aBlankGroupIsNone() {
    assertThat(new SplitItem("h", "a", " ")).isEqualTo(new SplitItem("h", "a"));
  }

  /** Patients with a few images each, mostly of one class. */
  private static List<SplitItem> patients(Random random, int count, int classes) {
    List<SplitItem> items = new ArrayList<>();
    for (int patient = 0; patient < count; patient++) {
      int usual = random.nextInt(classes);
      int images = 1 + random.nextInt(12);
      for (int image = 0; image < images; image++) {
        int label = random.nextInt(5) == 0 ? random.nextInt(classes) : usual;
        items.add(new SplitItem(patient + "-" + image, "class" + label, "patient" + patient));
      }
    }
    return items;
  }

  private static List<SplitItem> group(String name, int imagesOfEach, String... labels) {
    List<SplitItem> items = new ArrayList<>();
    for (String label : labels) {
      for (int image = 0; image < imagesOfEach; image++) {
        items.add(new SplitItem(name + label + image, label, name));
      }
    }
    return items;
  }

  private static List<SplitItem> ofClass(List<SplitItem> items, String label) {
    return items.stream().filter(item -> item.label().equals(label)).toList();
  }

  private static double share(List<SplitItem> items, Map<String, Split> splits, Split split) {
    return (double) items.stream().filter(item -> splits.get(item.contentHash()) == split).count()
        / items.size();
  }

  private static void assertGroupsWhole(List<SplitItem> items, Map<String, Split> splits) {
    Map<String, Split> splitByGroup = new HashMap<>();
    for (SplitItem item : items) {
      Split split = splits.get(item.contentHash());
      assertThat(split).isNotNull();
      if (item.group() != null) {
        assertThat(splitByGroup.merge(item.group(), split, (earlier, now) -> earlier))
            .as("group %s", item.group())
            .isEqualTo(split);
      }
    }
  }
}
