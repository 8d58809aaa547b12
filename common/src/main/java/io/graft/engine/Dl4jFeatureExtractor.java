package io.graft.engine;

import io.graft.error.UserException;
import io.graft.image.Preprocessing;
import io.graft.model.Cut;
import io.graft.model.NetworkCutter;
import io.graft.onednn.OneDnnSelfTest;
import java.nio.FloatBuffer;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A frozen network on DL4J: the reference. Each cut is a network of its own, since an activation
 * layer overwrites its input where that is an output of the network. A DL4J network must not be
 * used by two threads at once, so calls wait for each other; DL4J's own threads keep the cores
 * busy.
 */
public final class Dl4jFeatureExtractor implements FeatureExtractor {

  private final List<ComputationGraph> networks;
  private final long[] imageShape;
  private final int batchSize;

  /**
   * Cuts the network.
   *
   * @param network channels first; its weights are copied
   * @throws UserException when this JVM's oneDNN fails its self-test
   */
  public Dl4jFeatureExtractor(
      ComputationGraph network, List<Cut> cuts, Preprocessing preprocessing, int batchSize) {
    OneDnnSelfTest.verifyOnce();
    this.networks =
        cuts.stream().map(cut -> NetworkCutter.features(network, cut, preprocessing)).toList();
    this.imageShape =
        new long[] {
          preprocessing.channelOrder().channels(), preprocessing.height(), preprocessing.width()
        };
    this.batchSize = batchSize;
  }

  @Override
  public synchronized float[][][] extract(FloatBuffer images, int count) {
    if (count < 1 || count > batchSize) {
      throw new IllegalArgumentException(count + " images in a batch of " + batchSize);
    }
    float[] values =
        new float[Math.toIntExact(count * imageShape[0] * imageShape[1] * imageShape[2])];
    images.duplicate().clear().get(values);
    try (INDArray batch =
        Nd4j.createFromArray(values)
            .reshape('c', count, imageShape[0], imageShape[1], imageShape[2])) {
      float[][][] features = new float[networks.size()][][];
      for (int cut = 0; cut < features.length; cut++) {
        INDArray output = networks.get(cut).outputSingle(batch);
        features[cut] =
            output.dup('c').reshape('c', count, output.length() / count).toFloatMatrix();
      }
      return features;
    }
  }

  @Override
  public int batchSize() {
    return batchSize;
  }

  @Override
  public void close() {
    networks.forEach(ComputationGraph::close);
  }
}
