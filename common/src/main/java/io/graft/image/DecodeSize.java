package io.graft.image;

import io.graft.error.UserException;
import java.util.Locale;

/** At which size images are decoded before they are scaled. */
public enum DecodeSize {
  /** At their own: the pixels are the same whatever the model's input size. */
  FULL,
  /**
   * JPEGs at 1/2, 1/4 or 1/8, the smallest that is still no smaller than what the image is scaled
   * to: libjpeg then computes that many fewer pixels, by averaging. Faster for large photographs,
   * but other numbers than FULL. Other formats as FULL.
   */
  REDUCED;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@code full} or {@code reduced}, in any case.
   *
   * @throws UserException for anything else
   */
  public static DecodeSize parse(String text) {
    for (DecodeSize size : values()) {
      if (size.text().equalsIgnoreCase(text.strip())) {
        return size;
      }
    }
    throw new UserException("Unknown decode size '" + text + "': use full or reduced.");
  }
}
