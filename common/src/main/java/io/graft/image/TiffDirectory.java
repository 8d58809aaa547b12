package io.graft.image;

import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** The first image file directory of a TIFF file or of an EXIF block (TIFF 6.0, section 2). */
final class TiffDirectory {

  private static final int ORIENTATION = 274;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int ENTRY_BYTES = 12;

  private record Entry(int type, long count, long position) {}

  private final ImageBytes data;
  private final Map<Integer, Entry> entries = new HashMap<>();

  private TiffDirectory(ImageBytes data) {
    this.data = data;
  }

  static TiffDirectory read(ImageBytes data) throws BadImageException {
    ByteOrder order = data.startsWith(0, "II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    TiffDirectory directory = new TiffDirectory(data.slice(0, data.length(), order));
    directory.readEntries();
    return directory;
  }

  /** A damaged EXIF block loses the orientation, not the image: viewers do the same. */
  static Orientation orientationOf(ImageBytes exif) {
    try {
      return read(exif).orientation();
    } catch (BadImageException damaged) {
      return Orientation.UPRIGHT;
    }
  }

  /** UPRIGHT where the directory has none. */
  Orientation orientation() throws BadImageException {
    return has(ORIENTATION) ? Orientation.ofTag(value(ORIENTATION, 0)) : Orientation.UPRIGHT;
  }

  private void readEntries() throws BadImageException {
    long start = data.unsignedInt(4);
    int count = data.unsignedShort(start);
    for (int index = 0; index < count; index++) {
      long at = start + 2 + (long) index * ENTRY_BYTES;
      int type = data.unsignedShort(at + 2);
      long values = data.unsignedInt(at + 4);
      boolean inline = values * bytesOf(type) <= Integer.BYTES;
      long position = inline ? at + 8 : data.unsignedInt(at + 8);
      entries.putIfAbsent(data.unsignedShort(at), new Entry(type, values, position));
    }
  }

  private static int bytesOf(int type) {
    return switch (type) {
      case BYTE -> 1;
      case SHORT -> 2;
      default -> 4;
    };
  }

  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  long count(int tag) {
    return entries.get(tag).count();
  }

  /** One value of a BYTE, SHORT or LONG tag that the directory has. */
  long value(int tag, long index) throws BadImageException {
    Entry entry = entries.get(tag);
    if (index >= entry.count()) {
      throw BadImageException.of(
          QuarantineReason.UNREADABLE, "TIFF tag %d has %d values", tag, entry.count());
    }
    long at = entry.position() + index * bytesOf(entry.type());
    return switch (entry.type()) {
      case BYTE -> data.unsignedByte(at);
      case SHORT -> data.unsignedShort(at);
      case LONG -> data.unsignedInt(at);
      default ->
          throw BadImageException.of(
              QuarantineReason.UNREADABLE, "TIFF tag %d is of type %d", tag, entry.type());
    };
  }
}
