package io.graft.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graft.engine.Device;
import io.graft.engine.OnnxExporter;
import io.graft.engine.OnnxFeatureExtractor;
import io.graft.image.Preprocessing;
import io.graft.image.PreprocessingPreset;
import io.graft.model.Cut;
import io.graft.model.CutPoint;
import io.graft.model.NetworkShape;
import io.graft.model.Pooling;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;

/** Cost and features are those of the published networks; the weights are random. */
class BuiltNetworksTest {

  private static final Preprocessing INPUT = PreprocessingPreset.TF.forSize(224, 224);

  @Test
  void mobileNetHasItsPublishedSize() {
    ComputationGraph network = MobileNetBuilder.build();

    CutPoint output = output(network);
    assertThat(output.parameters()).isCloseTo(4_253_864, within(50_000L));
    assertThat(output.megaFlops()).isCloseTo(2 * 569, within(10.0));
    assertSaneFeatures(network, 1024);
  }

  @Test
  void resNetHasItsPublishedSize() {
    ComputationGraph network = ResNetBuilder.build();

    CutPoint output = output(network);
    assertThat(output.parameters()).isCloseTo(25_610_152, within(50_000L));
    assertThat(output.megaFlops()).isCloseTo(2 * 3860, within(50.0));
    assertSaneFeatures(network, 2048);
  }

  @Test
  void squeezeNetHasItsPublishedSize() {
    CutPoint output = output(SqueezeNetBuilder.build());
    assertThat(output.parameters()).isCloseTo(1_235_496, within(1_000L));
    assertThat(output.megaFlops()).isCloseTo(2 * 352, within(60.0));
  }

  @Test
  void aQuarterOfMobileNetHasItsPublishedSize() {
    CutPoint output = output(MobileNetBuilder.build(0.25));
    assertThat(output.parameters()).isCloseTo(475_544, within(10_000L));
    assertThat(output.megaFlops()).isCloseTo(2 * 41, within(5.0));
  }

  private static CutPoint output(ComputationGraph network) {
    List<CutPoint> points = CutPoint.of(network, NetworkShape.of(network, INPUT));
    return points.get(points.size() - 1);
  }

  /** Neither exploded nor vanished, so that the arithmetic is as fast as with trained weights. */
  private static void assertSaneFeatures(ComputationGraph network, int width) {
    byte[] onnx = OnnxExporter.export(network, INPUT, List.of(new Cut("pool", Pooling.AVERAGE)));
    try (var extractor = new OnnxFeatureExtractor(onnx, INPUT, Batches.SIZE, Device.CPU)) {
      float[] features = extractor.extract(Batches.noise(INPUT, 1), 1)[0][0];
      double sum = 0;
      for (float feature : features) {
        sum += feature;
      }
      assertThat(features).hasSize(width);
      assertThat(sum / width).isBetween(0.01, 10.0);
    }
  }
}
