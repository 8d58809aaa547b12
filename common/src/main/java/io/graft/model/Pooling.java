package io.graft.model;

import io.graft.error.UserException;
import java.util.Locale;

/** What is done with the feature maps {@code [channels, height, width]} of a spatial cut. */
public enum Pooling {
  /** Global average pooling: one value a channel. */
  AVERAGE,
  /** All values, flattened in the order channels, height, width. */
  NONE;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@code average} or {@code none}, in any case. */
  public static Pooling parse(String text) {
    for (Pooling pooling : values()) {
      if (pooling.text().equalsIgnoreCase(text)) {
        return pooling;
      }
    }
    throw new UserException("Unknown pooling '" + text + "': use average or none.");
  }
}
