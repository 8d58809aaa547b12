package io.graft.spark;

import io.graft.image.BadImageException;
import io.graft.training.ExampleReader;
import io.graft.training.TensorShape;
import io.graft.training.TrainingInput;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Examples as they are read for a step, in memory that is used again for the next but one. */
final class Minibatch implements AutoCloseable {

  private final List<INDArray> memory;
  private final List<TensorShape> shapes;
  private final int[] classes;
  private int count;

  Minibatch(int batchSize, TrainingInput input) {
    shapes = input.shapes();
    memory =
        shapes.stream().map(shape -> Nd4j.create(DataType.FLOAT, shape.times(batchSize))).toList();
    classes = new int[batchSize];
  }

  /** Reads an example behind those that are there. */
  void add(TrainingImage example, ExampleReader reader) {
    try {
      reader.read(example.index(), example.content(), rooms());
      add(example.classIndex());
    } catch (BadImageException bad) {
      throw new IllegalStateException(
          "Training image %d was extracted, but can't be loaded: %s"
              .formatted(example.index(), bad.getMessage()),
          bad);
    }
  }

  /** Where the next example goes, for each input of the network. */
  List<FloatBuffer> rooms() {
    return IntStream.range(0, memory.size()).mapToObj(this::room).toList();
  }

  private FloatBuffer room(int input) {
    return memory
        .get(input)
        .data()
        .asNioFloat()
        .position(Math.multiplyExact(count, shapes.get(input).elements()));
  }

  /** Takes the example that was read into {@link #rooms()}. */
  void add(int classIndex) {
    classes[count++] = classIndex;
  }

  int count() {
    return count;
  }

  /** The examples so far, for each input of the network, as [count, ...]. */
  List<INDArray> inputs() {
    return memory.stream()
        .map(all -> count == classes.length ? all : all.get(NDArrayIndex.interval(0, count)))
        .toList();
  }

  /** The memory of the first input. */
  FloatBuffer values() {
    return memory.get(0).data().asNioFloat();
  }

  int[] classes() {
    return Arrays.copyOf(classes, count);
  }

  void clear() {
    count = 0;
  }

  @Override
  public void close() {
    memory.forEach(INDArray::close);
  }
}
