package io.graft.dataset;

import io.graft.error.UserException;
import java.io.Serializable;

/**
 * The shares of an image set that are held back, each in [0, 1); the training set is the rest.
 *
 * @param validation share for early stopping and the choice of settings
 * @param test share for the final evaluation
 * @throws UserException where a share is out of range or nothing is left to train on
 */
public record SplitFractions(double validation, double test) implements Serializable {

  public SplitFractions {
    requireFraction("validation", validation);
    requireFraction("test", test);
    if (validation + test >= 1) {
      throw new UserException(
          ("split fractions: validation %s and test %s leave nothing to train on;"
                  + " their sum must be below 1")
              .formatted(validation, test));
    }
  }

  private static void requireFraction(String name, double value) {
    // Written so that NaN fails too.
    if (!(value >= 0 && value < 1)) {
      throw new UserException(
          "split fractions: %s is %s; use a number from 0 to below 1".formatted(name, value));
    }
  }
}
