package io.graft.spark;

import io.graft.error.UserException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.fs.Path;

/** Many floats in a file, little-endian, four bytes each. */
record FloatFile(Storage storage, Path file) {

  private static final int AT_ONCE = 1 << 18;

  void write(float[] values) {
    ByteBuffer buffer = buffer();
    try (var out = storage.fileSystem(file).create(file, true)) {
      for (int from = 0; from < values.length; from += AT_ONCE) {
        int length = Math.min(AT_ONCE, values.length - from);
        buffer.asFloatBuffer().put(values, from, length);
        out.write(buffer.array(), 0, length * Float.BYTES);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("Writing " + file, failed);
    }
  }

  /**
   * Reads all of it.
   *
   * @param count how many floats it must hold
   * @throws UserException when it does not
   */
  float[] read(int count) {
    float[] values = new float[count];
    ByteBuffer buffer = buffer();
    try (var in = storage.fileSystem(file).open(file)) {
      for (int from = 0; from < count; from += AT_ONCE) {
        int length = Math.min(AT_ONCE, count - from);
        in.readFully(buffer.array(), 0, length * Float.BYTES);
        buffer.asFloatBuffer().get(values, from, length);
      }
      if (in.read() >= 0) {
        throw new EOFException("it goes on behind them");
      }
      return values;
    } catch (IOException damaged) {
      throw new UserException(
          "%s is damaged: it should hold %,d numbers (%s). Delete its folder to go on from the checkpoint before."
              .formatted(file, count, damaged.getMessage()),
          damaged);
    }
  }

  private static ByteBuffer buffer() {
    return ByteBuffer.allocate(AT_ONCE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
