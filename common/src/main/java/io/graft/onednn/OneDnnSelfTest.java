package io.graft.onednn;

import io.graft.error.UserException;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves in this JVM that DL4J computes the same with oneDNN as without: outputs and gradients of
 * small networks with the kinds of layers that Graft's networks have. Some layouts are known to be
 * computed wrongly without a word, which is why nothing is taken on trust.
 */
public final class OneDnnSelfTest {

  private static final Logger LOG = LoggerFactory.getLogger(OneDnnSelfTest.class);
  private static final double ALLOWED_RELATIVE_ERROR = 1e-3;
  private static final int BATCH = 3;
  private static boolean verified;

  private OneDnnSelfTest() {}

  /**
   * Runs the test the first time it is called in a JVM; under a second.
   *
   * @throws UserException when the results differ: this machine's oneDNN must not be used
   */
  public static synchronized void verifyOnce() {
    if (!verified) {
      if (!OneDnn.isRequested()) {
        LOG.warn(
            "DL4J runs its convolutions without oneDNN, two to eight times slower: start with -D{}=false, as deploy/graft and deploy/submit do.",
            OneDnn.PROPERTY);
      }
      verify(ProbeNetworks.all());
      verified = true;
    }
  }

  static void verify(List<ProbeNetworks.Probe> probes) {
    for (ProbeNetworks.Probe probe : probes) {
      double error = relativeError(probe);
      if (!(error < ALLOWED_RELATIVE_ERROR)) {
        throw new UserException(
            "DL4J's oneDNN layers compute wrongly on this machine: in the self-test '%s' they differ from the plain ones by %.1e (relative). Switch them off with -D%s=true in deploy/jvm-options; convolutions will be slower."
                .formatted(probe.name(), error, OneDnn.PROPERTY));
      }
    }
  }

  /** The larger of the relative errors of output and gradient. */
  static double relativeError(ProbeNetworks.Probe probe) {
    ComputationGraph with = build(probe.configuration());
    ComputationGraph without = OneDnn.without(() -> build(probe.configuration()));
    without.setParams(with.params());
    Random random = new Random(1);
    INDArray images = random(random, probe.imageShape());
    INDArray labels = Nd4j.zeros(BATCH, ProbeNetworks.CLASSES);
    for (int i = 0; i < BATCH; i++) {
      labels.putScalar(i, i % ProbeNetworks.CLASSES, 1);
    }
    double output =
        distance(with.outputSingle(images), OneDnn.without(() -> without.outputSingle(images)));
    double gradient =
        distance(
            gradient(with, images, labels),
            OneDnn.without(() -> gradient(without, images, labels)));
    // Not Math.max: a NaN must stay one.
    return output > gradient ? output : Double.isNaN(output) ? output : gradient;
  }

  private static ComputationGraph build(ComputationGraphConfiguration configuration) {
    ComputationGraph network = new ComputationGraph(configuration.clone());
    network.init();
    return network;
  }

  private static INDArray gradient(ComputationGraph network, INDArray images, INDArray labels) {
    network.setInputs(images);
    network.setLabels(labels);
    network.computeGradientAndScore();
    return network.gradient().gradient().dup();
  }

  private static INDArray random(Random random, long[] imageShape) {
    int elements = Math.toIntExact(BATCH * imageShape[0] * imageShape[1] * imageShape[2]);
    float[] values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.createFromArray(values)
        .reshape('c', BATCH, imageShape[0], imageShape[1], imageShape[2]);
  }

  private static double distance(INDArray found, INDArray expected) {
    double size = Math.max(expected.norm2Number().doubleValue(), 1e-12);
    return found.reshape(expected.shape()).sub(expected).norm2Number().doubleValue() / size;
  }
}
