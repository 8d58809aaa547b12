package io.graft.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Unsigned reads at absolute positions of an encoded image; reading beyond the end is a
 * BadImageException with reason TRUNCATED, so that the walkers need no bounds checks of their own.
 */
final class ImageBytes {

  private final ByteBuffer buffer;

  ImageBytes(byte[] bytes, ByteOrder order) {
    this(ByteBuffer.wrap(bytes).order(order));
  }

  private ImageBytes(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  long length() {
    return buffer.limit();
  }

  /** A part of the data, with positions and a byte order of its own. */
  ImageBytes slice(long at, long length, ByteOrder order) throws BadImageException {
    require(at, length);
    return new ImageBytes(buffer.slice((int) at, (int) length).order(order));
  }

  int unsignedByte(long at) throws BadImageException {
    require(at, Byte.BYTES);
    return Byte.toUnsignedInt(buffer.get((int) at));
  }

  int unsignedShort(long at) throws BadImageException {
    require(at, Short.BYTES);
    return Short.toUnsignedInt(buffer.getShort((int) at));
  }

  /** Three bytes, least significant first. */
  int unsignedMedium(long at) throws BadImageException {
    return unsignedByte(at) | unsignedByte(at + 1) << 8 | unsignedByte(at + 2) << 16;
  }

  long unsignedInt(long at) throws BadImageException {
    require(at, Integer.BYTES);
    return Integer.toUnsignedLong(buffer.getInt((int) at));
  }

  int signedInt(long at) throws BadImageException {
    require(at, Integer.BYTES);
    return buffer.getInt((int) at);
  }

  /** The position of the first byte of this value at or after a position. */
  long find(int value, long from) throws BadImageException {
    byte wanted = (byte) value;
    int end = buffer.limit();
    int at = (int) Math.min(from, end);
    while (at < end && buffer.get(at) != wanted) {
      at++;
    }
    require(at, Byte.BYTES);
    return at;
  }

  /** Whether these bytes (one for each character) stand at the position; no when the data ends. */
  boolean startsWith(long at, String expected) {
    if (at + expected.length() > length()) {
      return false;
    }
    for (int index = 0; index < expected.length(); index++) {
      if ((buffer.get((int) at + index) & 0xff) != expected.charAt(index)) {
        return false;
      }
    }
    return true;
  }

  /** Fails unless the data reaches at + length. */
  void require(long at, long length) throws BadImageException {
    if (at < 0 || length < 0 || at > length() - length) {
      throw BadImageException.of(
          QuarantineReason.TRUNCATED,
          "The data ends after %,d bytes; the image needs at least %,d",
          length(),
          at + length);
    }
  }
}
