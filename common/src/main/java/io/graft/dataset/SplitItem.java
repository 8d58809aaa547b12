package io.graft.dataset;

import java.io.Serializable;

/**
 * What the splitter needs to know of one image.
 *
 * @param contentHash SHA-256 of the file's bytes, in hex; equal bytes are one image
 * @param label the class name
 * @param group what it was taken from with others, such as a patient, which no two splits may
 *     share; null (which blank becomes) where it stands for itself
 * @throws IllegalArgumentException where the hash or the label is null or blank
 */
public record SplitItem(String contentHash, String label, String group) implements Serializable {

  public SplitItem {
    requireText("contentHash", contentHash);
    requireText("label", label);
    group = group == null || group.isBlank() ? null : group;
  }

  /** An image of no group. */
  public SplitItem(String contentHash, String label) {
    this(contentHash, label, null);
  }

  private static void requireText(String name, String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + " is '" + value + "', expected text");
    }
  }
}
