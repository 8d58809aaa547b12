package io.graft.model;

import io.graft.error.UserException;
import java.util.Locale;

/** What is done with the feature maps {@code [channels, height, width]} of a spatial cut. */
public enum Pooling {
  /** Global average pooling: one value a channel. */
  AVERAGE,
  /** Global averages of all channels, then global maxima: what is common, and what stands out. */
  AVERAGE_MAXIMUM,
  /**
   * Averages over a 2 x 2 grid of equal windows, in the order channels, rows, columns: four values
   * a channel, which keep a little of where things are. See {@link GridWindow}.
   */
  GRID,
  /** All values, flattened in the order channels, height, width. */
  NONE;

  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads {@code average}, {@code average-maximum}, {@code grid} or {@code none}, in any case. */
  public static Pooling parse(String text) {
    for (Pooling pooling : values()) {
      if (pooling.text().equalsIgnoreCase(text)) {
        return pooling;
      }
    }
    throw new UserException(
        "Unknown pooling '" + text + "': use average, average-maximum, grid or none.");
  }
}
