package io.graft.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * An image, or what frozen layers made of it, on its way to the worker that trains on it.
 *
 * @param index in its set
 * @param classIndex of its label
 * @param content the encoded image; or as {@link io.graft.training.FrozenOutputInput} reads it
 */
record TrainingImage(long index, int classIndex, byte[] content) implements Serializable {

  /** As it travels. */
  byte[] toBytes() {
    return ByteBuffer.allocate(Long.BYTES + Integer.BYTES + content.length)
        .putLong(index)
        .putInt(classIndex)
        .put(content)
        .array();
  }

  static TrainingImage of(byte[] bytes) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    long index = from.getLong();
    int classIndex = from.getInt();
    byte[] content = new byte[from.remaining()];
    from.get(content);
    return new TrainingImage(index, classIndex, content);
  }
}
