package io.graft.spark;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Images [batchSize, channels, height, width] as they are loaded, and their rows so far. */
final class ImageBatch {

  private final int batchSize;
  private final int imageElements;
  private final FloatBuffer images;
  private final List<ImageRow> rows;

  ImageBatch(int batchSize, int imageElements) {
    this.batchSize = batchSize;
    this.imageElements = imageElements;
    this.images =
        ByteBuffer.allocateDirect(Math.multiplyExact(batchSize * Float.BYTES, imageElements))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    this.rows = new ArrayList<>(batchSize);
  }

  /** The same in memory of its own: a loader that was left behind may still write into the old. */
  ImageBatch copy() {
    ImageBatch copy = new ImageBatch(batchSize, imageElements);
    copy.images.duplicate().put(images.duplicate().clear().limit(rows.size() * imageElements));
    copy.rows.addAll(rows);
    return copy;
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

  int left() {
    return batchSize - rows.size();
  }

  List<ImageRow> rows() {
    return rows;
  }

  FloatBuffer images() {
    return images;
  }
}
