package io.graft.config;

import io.graft.error.UserException;
import java.util.Locale;

/**
 * What becomes of the learning rate where workers share an epoch's images: averaged, each step of
 * theirs counts like one on a minibatch as large as all of theirs together.
 */
public enum WorkerScaling {
  /** The rate is that of every worker. */
  NONE,
  /** Times the root of their number, as suits Adam and RMSProp (Malladi et al., 2022). */
  SQUARE_ROOT,
  /** Times their number, as suits SGD (Goyal et al., 2017). */
  LINEAR;

  static WorkerScaling parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "none" -> NONE;
      case "square-root" -> SQUARE_ROOT;
      case "linear" -> LINEAR;
      default ->
          throw new UserException("'%s': allowed are none, square-root, linear.".formatted(text));
    };
  }

  /** As settings name it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the rate is multiplied by. */
  double factor(int workers) {
    return switch (this) {
      case NONE -> 1;
      case SQUARE_ROOT -> Math.sqrt(workers);
      case LINEAR -> workers;
    };
  }
}
