package io.graft.config;

import io.graft.error.UserException;
import java.util.Locale;

/** Which weights fine-tuning starts from. */
public enum Initialization {
  /** The base model's. */
  PRETRAINED,
  /** Random ones. */
  RANDOM,
  /** The base model's, and random ones too where these do not succeed; the better is kept. */
  AUTO;

  static Initialization parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "pretrained" -> PRETRAINED;
      case "random" -> RANDOM;
      case "auto" -> AUTO;
      default ->
          throw new UserException("'%s': allowed are pretrained, random, auto.".formatted(text));
    };
  }
}
