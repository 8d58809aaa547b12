package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.TestNetworks;
import io.graft.engine.Device;
import io.graft.engine.OnnxExporter;
import io.graft.engine.OnnxFeatureExtractor;
import io.graft.image.Preprocessing;
import io.graft.model.Cut;
import io.graft.model.NetworkGraph;
import io.graft.model.NetworkShape;
import io.graft.model.Pooling;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The trained layers on what ONNX Runtime computes by the frozen ones, against the whole network.
 */
class TailTest {

  private static final int STEPS = 4;
  private static final int SIDE = GraftedNetworks.SIDE;
  private static final Preprocessing PREPROCESSING = TestNetworks.preprocessing(3, SIDE, SIDE);
  private static final Offset<Float> ROUNDING = Offset.offset(2e-5f);

  private final INDArray images = TestNetworks.images(GraftedNetworks.LABELS.length, 3, SIDE, SIDE);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conv1",
        "norm1",
        "relu1",
        "conv2",
        "norm2",
        "sum",
        "relu2",
        "conv3",
        "norm3",
        "relu3",
        "dropout",
        "graft_pooling"
      })
  void isTrainedToTheWholeNetworksParameters(String last) {
    ComputationGraph grafted = GraftedNetworks.residual();
    TrainableNetwork whole =
        GraftedNetworks.trainable(
            grafted,
            "freeze-until = %s, optimizer { type = sgd, learning-rate = 0.01, weight-decay = 0.1 }"
                .formatted(last));
    TrainableNetwork tail = whole.tail().orElseThrow();
    Map<String, float[]> expected = parameters(whole, List.of(images));
    Map<String, float[]> found = parameters(tail, outputs(tail));
    Map<String, float[]> start = GraftedNetworks.parameters(grafted);
    Set<String> frozen = new NetworkGraph(grafted).upTo(last);
    assertThat(found).hasSameSizeAs(start);
    start.forEach(
        (name, values) -> {
          if (frozen.contains(name.substring(0, name.lastIndexOf('_')))) {
            assertThat(found.get(name)).as(name).isEqualTo(values);
          } else {
            assertThat(found.get(name)).as(name).containsExactly(expected.get(name), ROUNDING);
          }
        });
    assertThat(found.get("graft_head_W")).isNotEqualTo(start.get("graft_head_W"));
  }

  @Test
  void readsAllFrozenOutputsThatTrainedLayersRead() {
    ComputationGraph grafted = GraftedNetworks.residual();
    TrainableNetwork whole = GraftedNetworks.trainable(grafted, "freeze-until = conv2");
    TrainableNetwork tail = whole.tail().orElseThrow();
    assertThat(tail.inputs()).containsExactly("conv2", "norm1");
    assertThat(tail.json()).doesNotContain("Frozen");
    assertThat(tail.start().parameters()).hasSizeLessThan(whole.start().parameters().length);
    ComputationGraph same = tail.trained(tail.start());
    assertThat(same.getConfiguration().toJson()).isEqualTo(grafted.getConfiguration().toJson());
    assertThat(same.outputSingle(images)).isEqualTo(grafted.outputSingle(images));
  }

  @Test
  void thereIsNoneWithoutFrozenLayersOrWhereATrainedOneReadsTheImages() {
    assertThat(GraftedNetworks.trainable(GraftedNetworks.plain(), "patience = 3").tail()).isEmpty();
    ComputationGraph branches = GraftedNetworks.twoBranches();
    assertThat(GraftedNetworks.trainable(branches, "freeze-until = conv1").tail()).isEmpty();
    assertThat(GraftedNetworks.trainable(branches, "freeze-until = sum").tail()).isPresent();
  }

  private static Map<String, float[]> parameters(TrainableNetwork network, List<INDArray> inputs) {
    try (LocalTrainer trainer = new LocalTrainer(GraftedNetworks.spec(network, 0))) {
      trainer.restore(network.start(), 0, 0, 1);
      for (int step = 0; step < STEPS; step++) {
        trainer.fit(inputs.stream().map(INDArray::dup).toList(), GraftedNetworks.LABELS);
      }
      return GraftedNetworks.parameters(network.trained(trainer.state()));
    }
  }

  private List<INDArray> outputs(TrainableNetwork tail) {
    List<Cut> cuts = tail.inputs().stream().map(name -> new Cut(name, Pooling.NONE)).toList();
    NetworkShape shape = NetworkShape.of(tail.grafted(), PREPROCESSING);
    byte[] model = OnnxExporter.export(tail.grafted(), PREPROCESSING, cuts);
    int count = GraftedNetworks.LABELS.length;
    try (var extractor = new OnnxFeatureExtractor(model, PREPROCESSING, count, Device.CPU)) {
      FloatBuffer batch = images.dup('c').data().asNioFloat();
      float[][][] outputs = extractor.extract(batch, count);
      List<INDArray> arrays = new ArrayList<>();
      for (int i = 0; i < outputs.length; i++) {
        long[] ofBatch = TensorShape.of(shape.at(cuts.get(i).layer())).times(count);
        arrays.add(Nd4j.createFromArray(outputs[i]).reshape('c', ofBatch));
      }
      return arrays;
    }
  }
}
