package io.graft.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.error.UserException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelIndexTest {

  @Test
  void ofSortsDistinctLabels() {
    LabelIndex labels = LabelIndex.of(List.of("rose", "daisy", "rose", "Zinnia"));
    assertThat(labels.names()).containsExactly("Zinnia", "daisy", "rose");
    assertThat(labels.size()).isEqualTo(3);
    assertThat(labels.index("daisy")).isEqualTo(1);
    assertThat(labels.name(2)).isEqualTo("rose");
  }

  @Test
  void ofSortsByCodePointNotByUtf16Unit() {
    String emoji = Character.toString(0x1F600);
    String wideTilde = Character.toString(0xFF5E);
    assertThat(LabelIndex.of(List.of(emoji, wideTilde, "a", "ab")).names())
        .containsExactly("a", "ab", wideTilde, emoji);
  }

  @Test
  void inOrderKeepsTheOrder() {
    assertThat(LabelIndex.inOrder(List.of("b", "a")).index("b")).isZero();
  }

  @Test
  void duplicatesAreRejectedWithBothPlaces() {
    assertThatThrownBy(() -> LabelIndex.inOrder(List.of("crane", "ox", "crane")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "labels: 'crane' names both class 0 and class 2; give each class a name of its own");
  }

  @Test
  void blankAndMissingLabelsAreRejected() {
    assertThatThrownBy(() -> LabelIndex.of(List.of("a", "  ")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("has a blank name '  '");
    assertThatThrownBy(() -> LabelIndex.of(List.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("labels: found none");
  }

  @Test
  void unknownLabelIsNamedWithTheKnownOnes() {
    LabelIndex labels = LabelIndex.of(List.of("daisy", "rose"));
    assertThat(labels.contains("daisy")).isTrue();
    assertThat(labels.contains("tulip")).isFalse();
    assertThatThrownBy(() -> labels.index("tulip"))
        .isInstanceOf(UserException.class)
        .hasMessage("label 'tulip' is none of the 2 known classes: daisy, rose");
  }

  @Test
  void messageOfManyLabelsStaysShort() {
    LabelIndex labels =
        LabelIndex.of(IntStream.range(100, 1100).mapToObj(n -> "class-" + n).toList());
    assertThatThrownBy(() -> labels.index("cat"))
        .hasMessageContaining("none of the 1000 known classes: class-100")
        .hasMessageEndingWith("and 980 more");
  }

  @Test
  void survivesSerialization() throws Exception {
    LabelIndex labels = LabelIndex.of(List.of("daisy", "rose"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(labels);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      LabelIndex copy = (LabelIndex) in.readObject();
      assertThat(copy).isEqualTo(labels).hasSameHashCodeAs(labels);
      assertThat(copy.index("rose")).isEqualTo(1);
    }
  }
}
