package io.graft.config;

import io.graft.error.UserException;

/** How an image that is stored already is known to be unchanged. */
public enum Unchanged {
  /** By length and time of modification; where only the time differs, by content. */
  BY_TIME("time"),
  /** By content always: every file is read. */
  BY_CONTENT("content");

  private final String text;

  Unchanged(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** Reads {@code time} or {@code content}, in any case. */
  public static Unchanged parse(String text) {
    for (Unchanged unchanged : values()) {
      if (unchanged.text.equalsIgnoreCase(text)) {
        return unchanged;
      }
    }
    throw new UserException("Unknown value '" + text + "': use time or content.");
  }
}
