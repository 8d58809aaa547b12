package io.graft.plan;

import io.graft.error.UserException;
import java.util.Arrays;

/** The four cases of transfer learning, by the data set's size and its likeness to the source. */
public enum TransferCase {
  SMALL_SIMILAR(
      "small data, similar to the base model's",
      "cut before the classifier, extract the features once, train a new head on them"),
  SMALL_DIFFERENT(
      "small data, different from the base model's",
      "cut earlier in the network, extract the features once, train a new head on them"),
  LARGE_SIMILAR(
      "large data, similar to the base model's",
      "replace the classifier and fine-tune the whole network from the pretrained weights"),
  LARGE_DIFFERENT(
      "large data, different from the base model's",
      "fine-tune the whole network from the pretrained weights, and from random ones where those do not succeed");

  private final String title;
  private final String treatment;

  TransferCase(String title, String treatment) {
    this.title = title;
    this.treatment = treatment;
  }

  /** 1 to 4. */
  public int number() {
    return ordinal() + 1;
  }

  /** What the data is like. */
  public String title() {
    return title;
  }

  /** What is done in this case. */
  public String treatment() {
    return treatment;
  }

  public boolean isLarge() {
    return this == LARGE_SIMILAR || this == LARGE_DIFFERENT;
  }

  public boolean isSimilar() {
    return this == SMALL_SIMILAR || this == LARGE_SIMILAR;
  }

  /** The case of data of this size and likeness. */
  static TransferCase of(DataSize size, Similarity similarity) {
    return values()[(size == DataSize.LARGE ? 2 : 0) + (similarity == Similarity.SIMILAR ? 0 : 1)];
  }

  /** Reads 1, 2, 3 or 4. */
  public static TransferCase parse(String text) {
    return Arrays.stream(values())
        .filter(value -> text.equals(String.valueOf(value.number())))
        .findFirst()
        .orElseThrow(
            () -> new UserException("Unknown case '" + text + "': use auto, 1, 2, 3 or 4."));
  }
}
