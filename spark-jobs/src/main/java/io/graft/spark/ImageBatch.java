package io.graft.spark;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Images [batchSize, channels, height, width] as they are loaded, and their rows so far. Its memory
 * is freed when it is closed: a direct buffer's would be held until the collector comes by, task
 * after task.
 */
final class ImageBatch implements AutoCloseable {

  private final int batchSize;
  private final int imageElements;
  private final FloatPointer memory;
  private final FloatBuffer images;
  private final List<ImageRow> rows;

  ImageBatch(int batchSize, int imageElements) {
    this.batchSize = batchSize;
    this.imageElements = imageElements;
    this.memory = new FloatPointer((long) Math.multiplyExact(batchSize, imageElements));
    memory.zero();
    this.images = memory.asBuffer();
    this.rows = new ArrayList<>(batchSize);
  }

  /** Where the next image goes. */
  FloatBuffer room() {
    return images.duplicate().clear().position(rows.size() * imageElements);
  }

  /** Takes the image that was loaded into {@link #room()}. */
  void add(ImageRow row) {
    rows.add(row);
  }

  void clear() {
    rows.clear();
  }

  boolean isFull() {
    return rows.size() == batchSize;
  }

  List<ImageRow> rows() {
    return rows;
  }

  FloatBuffer images() {
    return images;
  }

  @Override
  public void close() {
    memory.close();
  }
}
