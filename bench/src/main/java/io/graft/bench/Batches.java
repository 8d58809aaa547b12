package io.graft.bench;

import io.graft.image.Preprocessing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The tensors that go into a network. */
public final class Batches {

  /** Images that the network is handed at once: Graft's default. */
  public static final int SIZE = 8;

  private Batches() {}

  /** An empty direct buffer for {@code [SIZE, channels, height, width]}. */
  public static FloatBuffer allocate(Preprocessing preprocessing) {
    int elements =
        preprocessing.channelOrder().channels() * preprocessing.height() * preprocessing.width();
    return ByteBuffer.allocateDirect(SIZE * elements * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** The images of a batch, {@code [channels, height, width]} each, where they lie. */
  static List<FloatBuffer> images(FloatBuffer batch) {
    int elements = batch.capacity() / SIZE;
    return IntStream.range(0, SIZE).mapToObj(i -> batch.slice(i * elements, elements)).toList();
  }

  /** A batch of Gaussian noise, the same for the same seed. */
  public static FloatBuffer noise(Preprocessing preprocessing, long seed) {
    FloatBuffer images = allocate(preprocessing);
    Random random = new Random(seed);
    while (images.hasRemaining()) {
      images.put((float) random.nextGaussian());
    }
    return images;
  }
}
