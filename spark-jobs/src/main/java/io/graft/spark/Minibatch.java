package io.graft.spark;

import io.graft.image.Preprocessing;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Images as they are loaded for a step, in memory that is used again for the next but one. */
final class Minibatch implements AutoCloseable {

  private final INDArray memory;
  private final int imageElements;
  private final int[] classes;
  private int count;

  Minibatch(int batchSize, Preprocessing preprocessing) {
    int channels = preprocessing.channelOrder().channels();
    memory =
        Nd4j.create(
            DataType.FLOAT, batchSize, channels, preprocessing.height(), preprocessing.width());
    imageElements = channels * preprocessing.height() * preprocessing.width();
    classes = new int[batchSize];
  }

  /** Where the next image goes. */
  FloatBuffer room() {
    return memory.data().asNioFloat().position(Math.multiplyExact(count, imageElements));
  }

  /** Takes the image that was loaded into {@link #room()}. */
  void add(int classIndex) {
    classes[count++] = classIndex;
  }

  int count() {
    return count;
  }

  /** The images so far, [count, channels, height, width]. */
  INDArray images() {
    return count == classes.length ? memory : memory.get(NDArrayIndex.interval(0, count));
  }

  int[] classes() {
    return Arrays.copyOf(classes, count);
  }

  void clear() {
    count = 0;
  }

  @Override
  public void close() {
    memory.close();
  }
}
