package io.graft.spark;

import io.graft.dataset.Split;
import io.graft.spark.ImageInput.Trust;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Images whose content is still to be read, as bytes on their way to their task. Java's
 * serialization would go through their rows object by object.
 */
final class InputRecord {

  private static final int NULL = -1;

  private InputRecord() {}

  /** The images' record. */
  static byte[] of(List<ImageInput> images) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(images.size());
      for (ImageInput image : images) {
        write(image.entry(), out);
        out.writeBoolean(image.trust() == Trust.SUSPECT);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("Writing to memory", impossible);
    }
    return bytes.toByteArray();
  }

  /** The images of a record, in their order. */
  static List<ImageInput> images(byte[] record) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record))) {
      int count = in.readInt();
      List<ImageInput> images = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        ImageEntry entry = readEntry(in);
        images.add(
            new ImageInput(entry, null, null, in.readBoolean() ? Trust.SUSPECT : Trust.UNKNOWN));
      }
      return images;
    } catch (IOException broken) {
      throw new UncheckedIOException("A record of images is broken", broken);
    }
  }

  private static void write(ImageEntry entry, DataOutputStream out) throws IOException {
    write(entry.uri(), out);
    write(entry.label(), out);
    out.writeByte(entry.split() == null ? NULL : entry.split().ordinal());
    out.writeLong(entry.length());
    out.writeLong(entry.modifiedMillis());
    write(entry.contentHash(), out);
    write(entry.group(), out);
  }

  private static ImageEntry readEntry(DataInputStream in) throws IOException {
    String uri = readText(in);
    String label = readText(in);
    int split = in.readByte();
    return new ImageEntry(
        uri,
        label,
        split == NULL ? null : Split.values()[split],
        in.readLong(),
        in.readLong(),
        readText(in),
        readText(in));
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    if (text == null) {
      out.writeInt(NULL);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    return length == NULL ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
