package io.graft.spark;

import io.graft.image.BadImageException;
import io.graft.image.QuarantineReason;
import java.io.Serializable;
import java.util.Locale;

/**
 * An image on its way into a network.
 *
 * @param content the encoded image; null where it is still to be read from its URI
 * @param refused why there is no content to be had, as its pack says; null where there is
 * @param trust whether decoding it may have ended a process before
 */
record ImageInput(ImageEntry entry, byte[] content, Refusal refused, Trust trust)
    implements Serializable {

  /** What is known of an image's behaviour in a decoder. */
  enum Trust {
    UNKNOWN,
    /** It was among those in hand when a process died. */
    SUSPECT
  }

  /** Why an image was quarantined when it was packed. */
  record Refusal(String reason, String message) implements Serializable {}

  /** The image's bytes, from the pack or the file. */
  byte[] bytes(ImageFiles files) throws BadImageException {
    if (refused != null) {
      throw new BadImageException(
          QuarantineReason.valueOf(refused.reason().toUpperCase(Locale.ROOT).replace('-', '_')),
          refused.message());
    }
    return content == null ? files.read(entry.uri()) : content;
  }
}
