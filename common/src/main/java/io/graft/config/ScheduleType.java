package io.graft.config;

import io.graft.error.UserException;
import java.util.Locale;

/** How the learning rate falls, behind the warm-up. */
public enum ScheduleType {
  /** Not at all. */
  CONSTANT,
  /** By a factor at the end of every so many epochs. */
  STEP,
  /** Along half a cosine, down to 0 behind the last epoch (Loshchilov and Hutter, 2017). */
  COSINE;

  static ScheduleType parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "constant" -> CONSTANT;
      case "step" -> STEP;
      case "cosine" -> COSINE;
      default ->
          throw new UserException("'%s': allowed are constant, step, cosine.".formatted(text));
    };
  }
}
