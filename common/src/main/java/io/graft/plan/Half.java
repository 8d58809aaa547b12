package io.graft.plan;

import io.graft.dataset.ContentHash;
import java.nio.charset.StandardCharsets;

/**
 * One of two random halves of an image set, which differ by sampling noise alone. The half follows
 * from the image's content hash, whatever the order of the images.
 */
public enum Half {
  FIRST,
  SECOND;

  /** The half of an image; hashed once more, so that it is independent of the splits. */
  public static Half of(String contentHash) {
    String digest = ContentHash.of(("half " + contentHash).getBytes(StandardCharsets.UTF_8));
    return Character.digit(digest.charAt(0), 16) % 2 == 0 ? FIRST : SECOND;
  }
}
