package io.graft.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.graft.dataset.LabelIndex;
import io.graft.error.UserException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SourceSumsTest {

  private static final LabelIndex LABELS = LabelIndex.of(List.of("cat", "dog", "eel"));

  @Test
  void meansHalvesAndSpread() {
    SourceStatistics statistics = statistics(cats().merge(dogs()));
    assertThat(statistics.classes()).extracting(SourceClass::label).containsExactly("cat", "dog");
    SourceClass cat = statistics.classes().get(0);
    assertThat(cat.count()).isEqualTo(3);
    assertThat(cat.first().images()).isEqualTo(2);
    assertThat(cat.first().mean()).containsExactly(1, 2);
    assertThat(cat.second().mean()).containsExactly(4, 2);
    assertThat(cat.meanOfBoth()).containsExactly(2, 2);
    // Cats 0, 2 and 4 along the first feature, two equal dogs: (4 + 0 + 4 + 0 + 0) / 5.
    assertThat(statistics.spread()).isCloseTo(Math.sqrt(8 / 5.0), within(1e-12));
    assertThat(statistics.images()).isEqualTo(5);
    assertThat(statistics.width()).isEqualTo(2);
  }

  @Test
  void readsWhatItWrites() {
    SourceStatistics statistics = statistics(cats().merge(dogs()));
    SourceStatistics read = SourceStatistics.parse("it", statistics.json());
    assertThat(read).usingRecursiveComparison().isEqualTo(statistics);
    assertThat(read.confidence()).isEmpty();
    ClassifierConfidence confidence = new ClassifierConfidence(5, 0.75, 0.5, 0.25);
    SourceStatistics known =
        cats().merge(dogs()).toStatistics("pool", "average", "ab", LABELS, Optional.of(confidence));
    assertThat(SourceStatistics.parse("it", known.json()).confidence()).contains(confidence);
  }

  @Test
  void damagedFilesAreTheUsersToMend() {
    String text = statistics(cats().merge(dogs())).json();
    assertThatThrownBy(
            () -> SourceStatistics.parse("s.json", text.replace("[ 1.0, 2.0 ]", "[ 1.0 ]")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "s.json is damaged: class 'cat' has not 1 features."
                + " Write it again with the command that made it.");
  }

  @Test
  void survivesSerialization() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(cats());
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      SourceSums copy = (SourceSums) in.readObject();
      assertThat(statistics(copy.merge(dogs())).json())
          .isEqualTo(statistics(cats().merge(dogs())).json());
    }
  }

  @Test
  void halfFollowsFromTheContentHash() {
    long first =
        IntStream.range(0, 1000).filter(image -> Half.of("hash" + image) == Half.FIRST).count();
    assertThat(first).isBetween(450L, 550L);
    assertThat(Half.of("hash1")).isEqualTo(Half.of("hash1"));
  }

  @Test
  void tooFewImagesAreTheUsersToMend() {
    assertThatThrownBy(() -> statistics(cats()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "source statistics: found 3 images in 1 classes;"
                + " give at least two classes, with some ten images each");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    SourceSums sums = new SourceSums(3, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sums.add(new float[] {1}, 0, Half.FIRST))
        .withMessage("class 0 with 1 features, expected 3 classes of 2 features");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sums.add(new float[] {1, Float.NaN}, 0, Half.FIRST))
        .withMessage("feature 1 is NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sums.merge(new SourceSums(3, 4)))
        .withMessage("3 classes of 4 features into 3 of 2");
  }

  private static SourceSums cats() {
    SourceSums sums = new SourceSums(3, 2);
    sums.add(new float[] {0, 2}, 0, Half.FIRST);
    sums.add(new float[] {2, 2}, 0, Half.FIRST);
    sums.add(new float[] {4, 2}, 0, Half.SECOND);
    return sums;
  }

  private static SourceSums dogs() {
    SourceSums sums = new SourceSums(3, 2);
    sums.add(new float[] {9, 9}, 1, Half.FIRST);
    sums.add(new float[] {9, 9}, 1, Half.SECOND);
    return sums;
  }

  private static SourceStatistics statistics(SourceSums sums) {
    return sums.toStatistics("pool", "average", "ab", LABELS, Optional.empty());
  }
}
