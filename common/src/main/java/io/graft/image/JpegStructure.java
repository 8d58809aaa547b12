package io.graft.image;

import java.nio.ByteOrder;

/**
 * JPEG markers (ITU-T T.81, annex B), walked as libjpeg does: garbage between segments is skipped,
 * and so are stuffed zeros and restart markers within a scan. Segments are passed over by their
 * length, so that the end marker of an EXIF thumbnail isn't taken for the image's.
 */
final class JpegStructure implements ImageStructure {

  private static final int START_OF_FRAME_FIRST = 0xc0;
  private static final int HUFFMAN_TABLES = 0xc4;
  private static final int JPEG_EXTENSION = 0xc8;
  private static final int ARITHMETIC_CONDITIONING = 0xcc;
  private static final int START_OF_FRAME_LAST = 0xcf;
  private static final int RESTART_FIRST = 0xd0;
  private static final int RESTART_LAST = 0xd7;
  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int APPLICATION_1 = 0xe1;
  private static final int TEMPORARY = 0x01;
  private static final int NO_SCAN = 0;

  /** Encoders write some ten, hand-made scan scripts a few dozen. */
  private static final int MOST_SCANS = 100;

  private static final String EXIF = "Exif\0\0";

  private final ImageBytes data;
  private long position;
  private int scans;

  JpegStructure(ImageBytes data) {
    this.data = data;
  }

  @Override
  public ImageHeader header() throws BadImageException {
    position = 2;
    while (true) {
      int marker = nextMarker();
      if (isFrame(marker)) {
        return frame(marker);
      } else if (marker == END_OF_IMAGE || marker == START_OF_SCAN) {
        throw new BadImageException(
            QuarantineReason.UNREADABLE, "JPEG without a frame header before its pixels");
      }
      skipSegment(marker);
    }
  }

  @Override
  public Orientation walk() throws BadImageException {
    position = 2;
    Orientation orientation = null;
    int nextRestart = NO_SCAN;
    scans = 0;
    int marker = nextMarker();
    while (marker != END_OF_IMAGE) {
      if (marker == START_OF_SCAN) {
        nextRestart = RESTART_FIRST;
        countScan();
      } else if (nextRestart != NO_SCAN && isBare(marker)) {
        nextRestart = restartAfter(marker, nextRestart);
      } else if (marker == APPLICATION_1 && orientation == null) {
        orientation = exifOrientation();
      }
      skipSegment(marker);
      marker = nextMarker();
    }
    if (nextRestart == NO_SCAN) {
      throw new BadImageException(
          QuarantineReason.UNREADABLE, "JPEG without pixels: it has no scan");
    }
    return orientation == null ? Orientation.UPRIGHT : orientation;
  }

  /**
   * Each scan passes over every pixel, however few bytes it has: a small file of many keeps libjpeg
   * busy for hours ("Two Issues with the JPEG Standard", libjpeg-turbo.org).
   */
  private void countScan() throws BadImageException {
    scans++;
    if (scans > MOST_SCANS) {
      throw BadImageException.of(
          QuarantineReason.UNREADABLE, "JPEG of more than %d scans", MOST_SCANS);
    }
  }

  /**
   * Restart markers count from 0 to 7 and round again within a scan. libjpeg fills with grey what a
   * lost one leaves out, and says nothing.
   */
  private static int restartAfter(int marker, int expected) throws BadImageException {
    if (marker != expected) {
      throw BadImageException.of(
          QuarantineReason.UNREADABLE,
          "JPEG with damaged pixels: marker %02x where restart marker %02x should be",
          marker,
          expected);
    }
    return marker == RESTART_LAST ? RESTART_FIRST : marker + 1;
  }

  /** The next marker's code; the position is then that of its segment. */
  private int nextMarker() throws BadImageException {
    int code = 0;
    while (code == 0) {
      position = data.find(0xff, position);
      while (data.unsignedByte(position) == 0xff) {
        position++;
      }
      code = data.unsignedByte(position++);
    }
    return code;
  }

  private void skipSegment(int marker) throws BadImageException {
    if (isBare(marker)) {
      return;
    }
    int length = data.unsignedShort(position);
    if (length < 2) {
      throw BadImageException.of(
          QuarantineReason.UNREADABLE, "JPEG segment %02x states a length of %d", marker, length);
    }
    data.require(position, length);
    position += length;
  }

  /** Whether the marker stands alone, without a segment. */
  private static boolean isBare(int marker) {
    return marker >= RESTART_FIRST && marker <= START_OF_IMAGE || marker == TEMPORARY;
  }

  private static boolean isFrame(int marker) {
    return marker >= START_OF_FRAME_FIRST
        && marker <= START_OF_FRAME_LAST
        && marker != HUFFMAN_TABLES
        && marker != JPEG_EXTENSION
        && marker != ARITHMETIC_CONDITIONING;
  }

  private ImageHeader frame(int marker) throws BadImageException {
    int precision = data.unsignedByte(position + 2);
    int height = data.unsignedShort(position + 3);
    int width = data.unsignedShort(position + 5);
    String unsupported =
        switch (marker) {
          case 0xc3, 0xcb -> "Lossless JPEG";
          case 0xc5, 0xc6, 0xc7, 0xcd, 0xce, 0xcf -> "Hierarchical JPEG";
          default -> precision == 8 ? null : "JPEG with " + precision + " bits a channel";
        };
    if (unsupported == null && height == 0) {
      unsupported = "JPEG that states its height after its pixels (DNL marker)";
    }
    if (unsupported != null) {
      throw BadImageException.of(QuarantineReason.UNSUPPORTED, "%s is not supported", unsupported);
    }
    return ImageHeader.of(ImageFormat.JPEG, width, height);
  }

  private Orientation exifOrientation() throws BadImageException {
    int length = data.unsignedShort(position);
    int start = Short.BYTES + EXIF.length();
    if (length <= start || !data.startsWith(position + Short.BYTES, EXIF)) {
      return null;
    }
    return TiffDirectory.orientationOf(
        data.slice(position + start, length - start, ByteOrder.BIG_ENDIAN));
  }
}
