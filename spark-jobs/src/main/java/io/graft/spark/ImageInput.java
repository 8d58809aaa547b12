package io.graft.spark;

import io.graft.image.BadImageException;
import io.graft.image.QuarantineReason;
import java.io.Serializable;
import java.util.Locale;

/**
 * An image on its way into a network.
 *
 * @param content the encoded image; null where it is still to be read from its URI
 * @param refused why there is no content to be had; null where there is
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

  /** Why an image is quarantined before it is decoded. */
  record Refusal(String reason, String message) implements Serializable {}

  /** The same with its bytes, or with why they can't be had. */
  ImageInput read(ImageFiles files) {
    if (content != null || refused != null) {
      return this;
    }
    try {
      return new ImageInput(entry, files.read(entry.uri()), null, trust);
    } catch (BadImageException bad) {
      return refused(bad.reason(), bad.getMessage());
    }
  }

  /** The same, which is not to be used for this reason. */
  ImageInput refused(QuarantineReason reason, String message) {
    return new ImageInput(entry, null, new Refusal(reason.text(), message), trust);
  }

  /** The image's bytes, read from the file if they were not yet. */
  byte[] bytes(ImageFiles files) throws BadImageException {
    if (refused != null) {
      throw new BadImageException(
          QuarantineReason.valueOf(refused.reason().toUpperCase(Locale.ROOT).replace('-', '_')),
          refused.message());
    }
    return content == null ? files.read(entry.uri()) : content;
  }
}
