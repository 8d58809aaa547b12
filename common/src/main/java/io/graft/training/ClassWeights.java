package io.graft.training;

import io.graft.error.UserException;
import java.util.Arrays;
import java.util.Locale;

/** How much an image counts in training, by its class. */
public enum ClassWeights {
  /** Every image the same. */
  NONE,
  /**
   * Every class the same, where the largest has at least three times the images of the smallest.
   */
  AUTO;

  private static final int IMBALANCE = 3;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@code auto} or {@code none}, in any case. */
  public static ClassWeights parse(String text) {
    return Arrays.stream(values())
        .filter(value -> value.text().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () -> new UserException("Unknown class weights '" + text + "': use auto or none."));
  }

  /** The weight of each class; their mean over the images is 1. */
  public double[] of(int[] imagesPerClass) {
    double[] weights = new double[imagesPerClass.length];
    Arrays.fill(weights, 1);
    int[] present = Arrays.stream(imagesPerClass).filter(count -> count > 0).sorted().toArray();
    if (this == NONE || present[present.length - 1] < (long) IMBALANCE * present[0]) {
      return weights;
    }
    double images = Arrays.stream(present).sum();
    for (int c = 0; c < weights.length; c++) {
      weights[c] = imagesPerClass[c] == 0 ? 1 : images / (present.length * imagesPerClass[c]);
    }
    return weights;
  }
}
