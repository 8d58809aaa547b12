package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.TestNetworks;
import io.graft.bundle.ModelBundle;
import io.graft.config.DenseHeadConfig;
import io.graft.engine.Device;
import io.graft.engine.OnnxExporter;
import io.graft.engine.OnnxFeatureExtractor;
import io.graft.image.Preprocessing;
import io.graft.model.Cut;
import io.graft.model.DenseHead;
import io.graft.model.NetworkCutter;
import io.graft.model.Pooling;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A trained head answers alike by itself, as the network it was trained as, and in a bundle. */
class DenseHeadParityTest {

  private static final int IMAGES = 12;
  private static final Preprocessing PREPROCESSING = TestNetworks.preprocessing(3, 6, 5);
  private static final List<Cut> CUTS =
      List.of(new Cut("layer_0", Pooling.GRID), new Cut("layer_1", Pooling.NONE));

  private final ComputationGraph base =
      TestNetworks.chain(
          InputType.convolutional(6, 5, 3),
          new ConvolutionLayer.Builder(3, 2).nOut(2).activation(Activation.TANH).build(),
          new DenseLayer.Builder().nOut(4).activation(Activation.TANH).build());

  @Test
  void headNetworkAndBundleAgree() {
    LabelledFeatures images = features();
    DenseHeadConfig config = new DenseHeadConfig(List.of(8, 6), 0.3, 20, 4, 0.01, 1e-4, 20);
    DenseHead head =
        new DenseHeadTrainer(config, new double[] {1, 2, 1}, 7).train(images, images).head();
    ComputationGraph grafted = NetworkCutter.withHead(base, CUTS, PREPROCESSING, head);
    INDArray onDl4j = grafted.outputSingle(pixels());
    float[][] onOnnx = onOnnx(grafted);
    double spread = 0;
    for (int i = 0; i < IMAGES; i++) {
      double[] expected = head.probabilities(images.features()[i]);
      for (int c = 0; c < 3; c++) {
        assertThat(Math.abs(onDl4j.getDouble(i, c) - expected[c])).isLessThan(1e-5);
        assertThat(Math.abs(onOnnx[i][c] - expected[c])).isLessThan(1e-5);
        spread = Math.max(spread, Math.abs(expected[c] - 1.0 / 3));
      }
    }
    assertThat(spread).isGreaterThan(0.2);
  }

  @Test
  void trainingNetworkAnswersAsItsHead() {
    LabelledFeatures images = features();
    DenseHeadConfig config = new DenseHeadConfig(List.of(8), 0.5, 1, 4, 0.01, 0, 1);
    try (DenseHeadNetwork network =
        new DenseHeadNetwork(config, images.width(), new double[] {1, 1, 1}, 3)) {
      network.fit(images);
      float[][] found = network.probabilities(images.features());
      for (int i = 0; i < IMAGES; i++) {
        double[] expected = network.head().probabilities(images.features()[i]);
        for (int c = 0; c < 3; c++) {
          assertThat(Math.abs(found[i][c] - expected[c])).isLessThan(1e-5);
        }
      }
    }
  }

  private LabelledFeatures features() {
    float[][] grid = flat(NetworkCutter.features(base, CUTS.get(0), PREPROCESSING));
    float[][] dense = flat(NetworkCutter.features(base, CUTS.get(1), PREPROCESSING));
    float[][] joined = new float[IMAGES][12];
    int[] labels = new int[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      System.arraycopy(grid[i], 0, joined[i], 0, 8);
      System.arraycopy(dense[i], 0, joined[i], 8, 4);
      labels[i] = i % 3;
    }
    return new LabelledFeatures(joined, labels, 3);
  }

  private static float[][] flat(ComputationGraph network) {
    return network.outputSingle(pixels()).toFloatMatrix();
  }

  private static float[][] onOnnx(ComputationGraph grafted) {
    byte[] onnx = OnnxExporter.export(grafted, PREPROCESSING, List.of(ModelBundle.PROBABILITIES));
    float[] values = pixels().data().asFloat();
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(values.length * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer()
            .put(values);
    try (var network = new OnnxFeatureExtractor(onnx, PREPROCESSING, IMAGES, Device.CPU)) {
      return network.extract(buffer, IMAGES)[0];
    }
  }

  private static INDArray pixels() {
    return TestNetworks.images(IMAGES, 3, 6, 5);
  }
}
