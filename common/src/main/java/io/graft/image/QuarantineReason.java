package io.graft.image;

import java.util.Locale;

/** Why a listed file gave no features. */
public enum QuarantineReason {
  /** An image by its first bytes, which the decoder rejects. */
  UNREADABLE,
  /** A known kind of image that Graft does not decode. */
  UNSUPPORTED,
  /** More pixels, decoded or scaled, than the limit. */
  TOO_LARGE,
  /** No bytes. */
  EMPTY,
  /** The data ends before the image does. */
  TRUNCATED,
  /** The first bytes are those of no image format. */
  NOT_AN_IMAGE,
  /** Decoding took longer than allowed. */
  TIMED_OUT,
  /** Decoding ended the process that tried it. */
  CRASHED_DECODER,
  /** Listed, but not there. */
  MISSING,
  /** There, but this user may not read it. */
  FORBIDDEN,
  /** No label is known for it. */
  UNLABELLED;

  /** The name as written to Parquet and reports: lower case with hyphens, such as too-large. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
