package io.graft.model;

import io.graft.error.UserException;
import io.graft.image.Preprocessing;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The output shape of every vertex of a network for one image, without the batch dimension: {@code
 * [channels, height, width]} or {@code [features]}. Found by running one blank image, so that it
 * says what the network does, not what its configuration claims.
 */
public final class NetworkShape {

  private final Map<String, long[]> shapeByVertex;

  private NetworkShape(Map<String, long[]> shapeByVertex) {
    this.shapeByVertex = shapeByVertex;
  }

  /**
   * Runs one blank image of the size that the preprocessing makes.
   *
   * @throws UserException when the network does not take images of that shape
   */
  public static NetworkShape of(ComputationGraph network, Preprocessing preprocessing) {
    return of(
        network,
        preprocessing.channelOrder().channels(),
        preprocessing.height(),
        preprocessing.width());
  }

  static NetworkShape of(ComputationGraph network, int channels, int height, int width) {
    try (INDArray image = Nd4j.zeros(DataType.FLOAT, 1, channels, height, width)) {
      Map<String, long[]> shapes = new LinkedHashMap<>();
      Map<String, INDArray> activations = network.feedForward(new INDArray[] {image}, false, true);
      activations.forEach(
          (vertex, activation) -> {
            long[] shape = activation.shape();
            shapes.put(vertex, Arrays.copyOfRange(shape, 1, shape.length));
          });
      return new NetworkShape(shapes);
    } catch (RuntimeException refused) {
      throw new UserException(
          "The network does not take images of [channels, height, width] = [%d, %d, %d], as its preprocessing says: %s. Correct height, width and channel-order."
              .formatted(channels, height, width, firstLine(refused)),
          refused);
    }
  }

  /** {@code [channels, height, width]} or {@code [features]} of one image. */
  public long[] at(String vertex) {
    long[] shape = shapeByVertex.get(vertex);
    if (shape == null) {
      throw new IllegalArgumentException("No vertex named " + vertex);
    }
    return shape.clone();
  }

  /** Whether the vertex gives feature maps, which pooling can shrink to one value a channel. */
  public boolean isSpatial(String vertex) {
    return at(vertex).length == 3;
  }

  /**
   * How many features the vertex gives for one image under the pooling.
   *
   * @throws UserException when its maps are too small for the pooling
   */
  public int width(String vertex, Pooling pooling) {
    long[] shape = at(vertex);
    return Math.toIntExact(shape.length == 3 ? pooledWidth(vertex, pooling, shape) : values(shape));
  }

  private static long pooledWidth(String vertex, Pooling pooling, long[] shape) {
    return switch (pooling) {
      case AVERAGE -> shape[0];
      case AVERAGE_MAXIMUM -> 2 * shape[0];
      case GRID -> {
        GridWindow.of(vertex, shape);
        yield GridWindow.SIDE * GridWindow.SIDE * shape[0];
      }
      case NONE -> values(shape);
    };
  }

  private static long values(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  private static String firstLine(Throwable thrown) {
    return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("no reason given");
  }
}
