package io.graft.engine;

import io.graft.TestNetworks;
import io.graft.bundle.ModelBundle;
import io.graft.image.Preprocessing;
import io.graft.model.Cut;
import io.graft.model.Head;
import io.graft.model.NetworkCutter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Probabilities of a grafted network, on both engines and worked out from the cuts' features. */
final class GraftedParity {

  private static final int BATCH = 2;

  private final ComputationGraph network;
  private final Preprocessing preprocessing;
  private final List<Cut> cuts;

  /** Of each image: the features of all cuts, each from an extraction of its own. */
  private final float[][] features = new float[BATCH][0];

  /** So that every cut weighs the same. */
  private double[] scales = {};

  GraftedParity(ComputationGraph network, Preprocessing preprocessing, List<Cut> cuts) {
    this.network = network;
    this.preprocessing = preprocessing;
    this.cuts = cuts;
    for (Cut cut : cuts) {
      byte[] onnx = OnnxExporter.export(network, preprocessing, List.of(cut));
      try (var extractor = new OnnxFeatureExtractor(onnx, preprocessing, BATCH, Device.CPU)) {
        append(extractor.extract(pixels(), BATCH)[0]);
      }
    }
  }

  private void append(float[][] ofCut) {
    double squares = 0;
    for (int image = 0; image < BATCH; image++) {
      int before = features[image].length;
      features[image] = Arrays.copyOf(features[image], before + ofCut[image].length);
      System.arraycopy(ofCut[image], 0, features[image], before, ofCut[image].length);
      for (float value : ofCut[image]) {
        squares += value * value;
      }
    }
    int before = scales.length;
    scales = Arrays.copyOf(scales, features[0].length);
    Arrays.fill(scales, before, scales.length, 1 / Math.sqrt(squares / BATCH));
  }

  Head head(HeadsForTests.Shape shape) {
    return shape.of(scales);
  }

  ComputationGraph graft(Head head) {
    return NetworkCutter.withHead(network, cuts, preprocessing, head);
  }

  double[][] byHand(Head head) {
    return Arrays.stream(features).map(head::probabilities).toArray(double[][]::new);
  }

  double[][] onDl4j(ComputationGraph grafted) {
    return doubles(grafted.outputSingle(images()).toFloatMatrix());
  }

  double[][] onOnnx(ComputationGraph grafted) {
    byte[] onnx = OnnxExporter.export(grafted, preprocessing, List.of(ModelBundle.PROBABILITIES));
    try (var extractor = new OnnxFeatureExtractor(onnx, preprocessing, BATCH, Device.CPU)) {
      return doubles(extractor.extract(pixels(), BATCH)[0]);
    }
  }

  /** The largest difference between two probabilities. */
  static double distance(double[][] found, double[][] expected) {
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      for (int c = 0; c < expected[i].length; c++) {
        double difference = Math.abs(found[i][c] - expected[i][c]);
        largest = difference <= largest ? largest : difference;
      }
    }
    return largest;
  }

  private INDArray images() {
    return TestNetworks.images(
        BATCH,
        preprocessing.channelOrder().channels(),
        preprocessing.height(),
        preprocessing.width());
  }

  private FloatBuffer pixels() {
    float[] values = images().data().asFloat();
    FloatBuffer pixels =
        ByteBuffer.allocateDirect(values.length * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    return pixels.put(values);
  }

  private static double[][] doubles(float[][] values) {
    double[][] doubles = new double[values.length][values[0].length];
    for (int i = 0; i < values.length; i++) {
      for (int c = 0; c < values[i].length; c++) {
        doubles[i][c] = values[i][c];
      }
    }
    return doubles;
  }
}
