package io.graft.spark;

import io.graft.training.NetworkState;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * A piece of what a worker has trained, or of the average of all.
 *
 * @param images that were seen
 * @param loss mean over them
 * @param values of the parameters and behind them the updater's state
 */
record StateChunk(long images, double loss, float[] values) {

  /** Values of a whole chunk: small enough for many in memory, large enough for few records. */
  static final int SIZE = 1 << 18;

  private static final int HEADER_BYTES = Long.BYTES + Double.BYTES;

  /** How many chunks the state comes to. */
  static int count(NetworkState state) {
    long values = (long) state.parameters().length + state.updater().length;
    return Math.toIntExact((values + SIZE - 1) / SIZE);
  }

  /** The chunk of the state at a number from 0. */
  static StateChunk of(NetworkState state, int number, long images, double loss) {
    long start = (long) number * SIZE;
    int parameters = state.parameters().length;
    long end = Math.min(start + SIZE, (long) parameters + state.updater().length);
    float[] values = new float[(int) (end - start)];
    int fromParameters = (int) Math.max(0, Math.min(end, parameters) - start);
    if (fromParameters > 0) {
      System.arraycopy(state.parameters(), (int) start, values, 0, fromParameters);
    }
    if (fromParameters < values.length) {
      System.arraycopy(
          state.updater(),
          (int) (start + fromParameters - parameters),
          values,
          fromParameters,
          values.length - fromParameters);
    }
    return new StateChunk(images, loss, values);
  }

  /**
   * The state that the chunks make.
   *
   * @param chunks as they travel, in the order of their numbers
   */
  static NetworkState join(List<byte[]> chunks, int parameterCount) {
    long count = chunks.stream().mapToLong(bytes -> valuesIn(bytes).remaining()).sum();
    FloatBuffer parameters = FloatBuffer.allocate(parameterCount);
    FloatBuffer updater = FloatBuffer.allocate(Math.toIntExact(count - parameterCount));
    for (byte[] bytes : chunks) {
      FloatBuffer values = valuesIn(bytes);
      int toParameters = Math.min(parameters.remaining(), values.remaining());
      parameters.put(values.slice(0, toParameters));
      updater.put(values.position(toParameters));
    }
    return new NetworkState(parameters.array(), updater.array());
  }

  /** As it travels. */
  byte[] toBytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(HEADER_BYTES + values.length * Float.BYTES)
            .putLong(images)
            .putDouble(loss);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  static StateChunk of(byte[] bytes) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    long images = from.getLong();
    double loss = from.getDouble();
    float[] values = new float[from.remaining() / Float.BYTES];
    valuesIn(bytes).get(values);
    return new StateChunk(images, loss, values);
  }

  private static FloatBuffer valuesIn(byte[] bytes) {
    return ByteBuffer.wrap(bytes).position(HEADER_BYTES).asFloatBuffer();
  }
}
