package io.graft.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * What frozen layers made of images, computed before: floats, little-endian, one output of the
 * frozen layers after the other.
 */
public record FrozenOutputInput(List<TensorShape> shapes) implements TrainingInput {

  /** An example as it is stored. */
  public static byte[] toBytes(List<float[]> outputs) {
    int elements = outputs.stream().mapToInt(output -> output.length).sum();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(elements, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer floats = bytes.asFloatBuffer();
    outputs.forEach(floats::put);
    return bytes.array();
  }

  /** Bytes of an example as it is stored. */
  public long bytes() {
    return shapes.stream().mapToLong(TensorShape::elements).sum() * Float.BYTES;
  }

  @Override
  public ExampleReader open(long seed, int epoch) {
    return new Reader(this);
  }

  private record Reader(FrozenOutputInput input) implements ExampleReader {

    @Override
    public void read(long index, byte[] content, List<FloatBuffer> rooms) {
      if (content.length != input.bytes()) {
        throw new IllegalArgumentException(
            "Example %d has %d bytes of frozen layers' output, not %d"
                .formatted(index, content.length, input.bytes()));
      }
      FloatBuffer floats = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      for (int i = 0; i < rooms.size(); i++) {
        int elements = input.shapes.get(i).elements();
        rooms.get(i).put(floats.slice().limit(elements));
        floats.position(floats.position() + elements);
      }
    }

    @Override
    public void close() {
      // It holds nothing.
    }
  }
}
