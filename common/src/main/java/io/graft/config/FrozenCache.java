package io.graft.config;

import io.graft.error.UserException;
import java.util.Locale;

/** Whether the output of frozen layers is kept while the others train. */
public enum FrozenCache {
  /** Wherever it is the same in several epochs. */
  AUTO,
  /** Frozen layers run in every epoch. */
  NONE;

  static FrozenCache parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "auto" -> AUTO;
      case "none" -> NONE;
      default -> throw new UserException("'%s': allowed are auto, none.".formatted(text));
    };
  }
}
