package io.graft.config;

import io.graft.error.UserException;
import java.util.Arrays;

/** Which head is trained on the features. */
public enum HeadType {
  /** Logistic regression. */
  LINEAR,
  /** One or two dense layers with dropout before it. */
  DENSE,
  /** Dense where cross-validation shows it to be clearly better, else linear. */
  AUTO;

  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Reads {@code linear}, {@code dense} or {@code auto}, in any case. */
  public static HeadType parse(String text) {
    return Arrays.stream(values())
        .filter(type -> type.text().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () -> new UserException("Unknown head '" + text + "': use linear, dense or auto."));
  }
}
