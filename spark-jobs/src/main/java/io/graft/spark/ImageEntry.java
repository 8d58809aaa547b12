package io.graft.spark;

import io.graft.dataset.Split;
import java.io.Serializable;

/**
 * A listed file.
 *
 * @param uri as Hadoop writes it, with its scheme
 * @param label the class; null where the listing gives none
 * @param split null where the listing gives none
 * @param length in bytes
 */
public record ImageEntry(String uri, String label, Split split, long length)
    implements Serializable {

  ImageEntry withSplit(Split newSplit) {
    return new ImageEntry(uri, label, newSplit, length);
  }
}
