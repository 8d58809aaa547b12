package io.graft.dataset;

import io.graft.error.UserException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The part of an image set that an image belongs to. */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST;

  /** The name as it stands in files and folders: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a split's name, whatever its case and surrounding blanks.
   *
   * @throws UserException where the text names no split
   */
  public static Split parse(String text) {
    String wanted = text == null ? "" : text.strip();
    return Arrays.stream(values())
        .filter(split -> split.name().equalsIgnoreCase(wanted))
        .findFirst()
        .orElseThrow(() -> unknown(text));
  }

  private static UserException unknown(String text) {
    String known = Arrays.stream(values()).map(Split::text).collect(Collectors.joining(", "));
    return new UserException("split: found '" + text + "'; use one of " + known);
  }
}
