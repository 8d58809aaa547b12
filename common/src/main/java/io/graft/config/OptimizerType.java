package io.graft.config;

import io.graft.error.UserException;
import java.util.Locale;

/** How gradients become steps. */
public enum OptimizerType {
  /** Stochastic gradient descent with Nesterov's momentum. */
  SGD,
  /** Kingma and Ba, 2015. */
  ADAM,
  /** Tieleman and Hinton, 2012. */
  RMSPROP;

  static OptimizerType parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "sgd" -> SGD;
      case "adam" -> ADAM;
      case "rmsprop" -> RMSPROP;
      default -> throw new UserException("'%s': allowed are sgd, adam, rmsprop.".formatted(text));
    };
  }
}
