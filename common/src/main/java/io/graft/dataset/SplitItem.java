package io.graft.dataset;

import java.io.Serializable;

/**
 * What the splitter needs to know of one image.
 *
 * @param contentHash SHA-256 of the file's bytes, in hex; equal bytes are one image
 * @param label the class name
 * @throws IllegalArgumentException where either is null or blank
 */
public record SplitItem(String contentHash, String label) implements Serializable {

  public SplitItem {
    requireText("contentHash", contentHash);
    requireText("label", label);
  }

  private static void requireText(String name, String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is '" + value + "', expected text");
    }
  }
}
