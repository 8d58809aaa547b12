package io.graft.dataset;

import io.graft.error.UserException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The class names of a model or an image set, each with its index, which is the position of its
 * probability in the model's output [batch, classes].
 *
 * <p>Names are compared exactly; two names never share an index and none is blank.
 */
public final class LabelIndex implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A message that lists a thousand ImageNet classes helps nobody. */
  private static final int NAMES_IN_MESSAGE = 20;

  private final List<String> names;
  private final Map<String, Integer> indexes;

  private LabelIndex(List<String> names) {
    if (names.isEmpty()) {
      throw new UserException("labels: found none; give at least one class");
    }
    this.names = List.copyOf(names);
    this.indexes = indexesOf(names);
  }

  /**
   * An index of the distinct labels, sorted by Unicode code point, so that it depends on neither
   * locale nor listing order.
   *
   * @throws UserException where a label is blank or there is none
   */
  public static LabelIndex of(Collection<String> labels) {
    return new LabelIndex(labels.stream().distinct().sorted(LabelIndex::byCodePoint).toList());
  }

  /**
   * An index in the order given: that of an existing model's outputs.
   *
   * @throws UserException where a label is blank or stands twice, or there is none
   */
  public static LabelIndex inOrder(List<String> labels) {
    return new LabelIndex(labels);
  }

  /** The number of classes. */
  public int size() {
    return names.size();
  }

  /** The label at an index from 0 to {@code size() - 1}. */
  public String name(int index) {
    return names.get(index);
  }

  /**
   * The index of a label.
   *
   * @throws UserException where the label is unknown; names it and the known ones
   */
  public int index(String label) {
    Integer index = indexes.get(label);
    if (index == null) {
      throw new UserException(
          "label '" + label + "' is none of the " + size() + " known classes: " + knownNames());
    }
    return index;
  }

  /** Whether the label is one of these classes. */
  public boolean contains(String label) {
    return indexes.containsKey(label);
  }

  /** All labels in the order of their indexes; unmodifiable. */
  public List<String> names() {
    return names;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelIndex that && names.equals(that.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return names.toString();
  }

  private String knownNames() {
    String listed = String.join(", ", names.subList(0, Math.min(NAMES_IN_MESSAGE, size())));
    int omitted = size() - NAMES_IN_MESSAGE;
    return omitted > 0 ? listed + " and " + omitted + " more" : listed;
  }

  private static Map<String, Integer> indexesOf(List<String> names) {
    Map<String, Integer> indexes = new HashMap<>();
    for (int index = 0; index < names.size(); index++) {
      String name = names.get(index);
      if (name == null || name.isBlank()) {
        throw new UserException(
            "labels: class " + index + " has a blank name '" + name + "'; name every class");
      }
      Integer earlier = indexes.putIfAbsent(name, index);
      if (earlier != null) {
        throw new UserException(
            "labels: '%s' names both class %d and class %d; give each class a name of its own"
                .formatted(name, earlier, index));
      }
    }
    return indexes;
  }

  /** {@link String#compareTo} would put U+1F600 before U+FF5E: it compares UTF-16 units. */
  static int byCodePoint(String left, String right) {
    int[] leftPoints = left.codePoints().toArray();
    int[] rightPoints = right.codePoints().toArray();
    return Arrays.compare(leftPoints, rightPoints);
  }
}
