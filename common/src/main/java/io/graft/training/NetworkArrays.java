package io.graft.training;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network's parameters and its optimiser's state, copied out of ND4J's memory and back. */
final class NetworkArrays {

  private NetworkArrays() {}

  static NetworkState state(ComputationGraph network) {
    return new NetworkState(
        values(network.params()), updater(network).map(NetworkArrays::values).orElse(new float[0]));
  }

  /**
   * Overwrites both.
   *
   * @throws IllegalArgumentException when the state is of another network or optimiser
   */
  static void restore(ComputationGraph network, NetworkState state) {
    copy(state.parameters(), network.params(), "parameters");
    Optional<INDArray> updater = updater(network);
    if (updater.isPresent()) {
      copy(state.updater(), updater.get(), "updater values");
    } else if (state.updater().length > 0) {
      throw new IllegalArgumentException("An optimiser without state was given one");
    }
  }

  /** Empty for an optimiser without state. */
  private static Optional<INDArray> updater(ComputationGraph network) {
    return Optional.ofNullable(network.getUpdater().getStateViewArray());
  }

  private static float[] values(INDArray array) {
    float[] values = new float[Math.toIntExact(array.length())];
    buffer(array).get(values);
    return values;
  }

  private static void copy(float[] values, INDArray array, String what) {
    if (values.length != array.length()) {
      throw new IllegalArgumentException(
          "%d %s for a network of %d".formatted(values.length, what, array.length()));
    }
    buffer(array).put(values);
  }

  /** The array's own memory: both arrays are whole buffers, contiguous. */
  private static FloatBuffer buffer(INDArray array) {
    return array.data().asNioFloat();
  }
}
