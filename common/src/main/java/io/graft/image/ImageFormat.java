package io.graft.image;

/** The encodings that Graft decodes, told apart by their first bytes and never by file name. */
public enum ImageFormat {
  JPEG,
  PNG,
  /** The first frame only. */
  GIF,
  BMP,
  /** Still images only. */
  WEBP,
  /** The first page only. */
  TIFF
}
