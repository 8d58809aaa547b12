package io.graft.image;

import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Format and size in pixels as the first bytes state them, before any decoding and before EXIF
 * orientation (which may swap width and height).
 */
public record ImageHeader(ImageFormat format, int width, int height) {

  private static final int SHOWN_BYTES = 8;

  public ImageHeader {
    Objects.requireNonNull(format, "format");
  }

  /**
   * Reads the header of an encoded image; a prefix that holds the whole header is enough.
   *
   * @throws BadImageException EMPTY; NOT_AN_IMAGE for unknown first bytes; UNSUPPORTED for a known
   *     kind that Graft does not decode; TRUNCATED where the header ends early; UNREADABLE where it
   *     makes no sense
   */
  public static ImageHeader read(byte[] bytes) throws BadImageException {
    return ImageStructure.of(bytes).header();
  }

  /** Width times height. */
  public long pixels() {
    return (long) width * height;
  }

  static ImageHeader of(ImageFormat format, long width, long height) throws BadImageException {
    if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
      throw BadImageException.of(
          QuarantineReason.UNREADABLE, "%s header states %dx%d pixels", format, width, height);
    }
    return new ImageHeader(format, (int) width, (int) height);
  }

  /** The format by magic number. */
  static ImageFormat formatOf(byte[] bytes) throws BadImageException {
    if (bytes.length == 0) {
      throw new BadImageException(QuarantineReason.EMPTY, "The file is empty: 0 bytes");
    }
    ImageBytes data = new ImageBytes(bytes, ByteOrder.BIG_ENDIAN);
    if (data.startsWith(0, "\u00ff\u00d8")) {
      return ImageFormat.JPEG;
    } else if (data.startsWith(0, "\u0089PNG\r\n\u001a\n")) {
      return ImageFormat.PNG;
    } else if (data.startsWith(0, "GIF87a") || data.startsWith(0, "GIF89a")) {
      return ImageFormat.GIF;
    } else if (data.startsWith(0, "BM")) {
      return ImageFormat.BMP;
    } else if (data.startsWith(0, "RIFF") && data.startsWith(8, "WEBP")) {
      return ImageFormat.WEBP;
    } else if (data.startsWith(0, "II*\0") || data.startsWith(0, "MM\0*")) {
      return ImageFormat.TIFF;
    }
    throw unknown(bytes, data);
  }

  private static BadImageException unknown(byte[] bytes, ImageBytes data) {
    String kind = null;
    if (data.startsWith(4, "ftyp")) {
      kind = "HEIF, AVIF or another ISO media file";
    } else if (data.startsWith(0, "\0\0\0\fjP  ")
        || data.startsWith(0, "\u00ff\u004f\u00ff\u0051")) {
      kind = "JPEG 2000";
    } else if (data.startsWith(0, "\0\0\0\fJXL ") || data.startsWith(0, "\u00ff\n")) {
      kind = "JPEG XL";
    } else if (data.startsWith(0, "II+\0") || data.startsWith(0, "MM\0+")) {
      kind = "BigTIFF";
    }
    if (kind != null) {
      return BadImageException.of(QuarantineReason.UNSUPPORTED, "%s is not supported", kind);
    }
    int shown = Math.min(SHOWN_BYTES, bytes.length);
    return BadImageException.of(
        QuarantineReason.NOT_AN_IMAGE,
        "No known image format: the %,d bytes start with %s",
        bytes.length,
        HexFormat.ofDelimiter(" ").formatHex(bytes, 0, shown));
  }
}
