package io.graft.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.TestNetworks;
import io.graft.image.Preprocessing;
import io.graft.model.Cut;
import io.graft.model.NetworkCutter;
import io.graft.model.Pooling;
import io.graft.onednn.OneDnn;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Compares an exported network on ONNX Runtime with plain DL4J. */
final class OnnxParity {

  static final int CHANNELS = 3;

  /** One side odd and one even, so that uneven padding shows. */
  static final int HEIGHT = 9;

  static final int WIDTH = 8;
  private static final int BATCH = 2;
  private static final double ALLOWED_RELATIVE_ERROR = 1e-5;

  private OnnxParity() {}

  static ComputationGraph chain(Layer... layers) {
    return TestNetworks.chain(InputType.convolutional(HEIGHT, WIDTH, CHANNELS), layers);
  }

  /** The network's output agrees, all of its values. */
  static void assertOutputAgrees(ComputationGraph network) {
    String output = network.getConfiguration().getNetworkOutputs().get(0);
    INDArray expected = OneDnn.without(() -> network.outputSingle(images()).dup('c'));
    INDArray found = onnx(network, List.of(new Cut(output, Pooling.NONE))).get(0);
    assertThat(found.shape()).isEqualTo(rows(expected).shape());
    assertThat(TestNetworks.relativeError(found, rows(expected)))
        .isLessThan(ALLOWED_RELATIVE_ERROR);
  }

  /** Every cut of one export agrees with a DL4J network that ends there. */
  static void assertCutsAgree(ComputationGraph network, List<Cut> cuts) {
    List<INDArray> found = onnx(network, cuts);
    for (int i = 0; i < cuts.size(); i++) {
      Cut cut = cuts.get(i);
      INDArray expected =
          OneDnn.without(
              () ->
                  NetworkCutter.features(network, cut, preprocessing())
                      .outputSingle(images())
                      .dup('c'));
      assertThat(TestNetworks.relativeError(found.get(i), rows(expected)))
          .as(cut.toString())
          .isLessThan(ALLOWED_RELATIVE_ERROR);
    }
  }

  static byte[] export(ComputationGraph network, List<Cut> cuts) {
    return OnnxExporter.export(network, preprocessing(), cuts);
  }

  static byte[] export(ComputationGraph network) {
    String output = network.getConfiguration().getNetworkOutputs().get(0);
    return export(network, List.of(new Cut(output, Pooling.NONE)));
  }

  private static List<INDArray> onnx(ComputationGraph network, List<Cut> cuts) {
    FloatBuffer pixels =
        ByteBuffer.allocateDirect(BATCH * CHANNELS * HEIGHT * WIDTH * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    pixels.put(images().data().asFloat());
    try (OnnxFeatureExtractor extractor =
        new OnnxFeatureExtractor(export(network, cuts), preprocessing(), BATCH, Device.CPU)) {
      float[][][] features = extractor.extract(pixels, BATCH);
      assertThat(features).hasNumberOfRows(cuts.size());
      return List.of(features).stream().map(Nd4j::createFromArray).toList();
    }
  }

  private static Preprocessing preprocessing() {
    return TestNetworks.preprocessing(CHANNELS, HEIGHT, WIDTH);
  }

  private static INDArray images() {
    return TestNetworks.images(BATCH, CHANNELS, HEIGHT, WIDTH);
  }

  private static INDArray rows(INDArray output) {
    return output.reshape('c', output.size(0), output.length() / output.size(0));
  }
}
