package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.TestModels;
import io.graft.TestNetworks;
import io.graft.engine.Device;
import io.graft.engine.OnnxExporter;
import io.graft.engine.OnnxFeatureExtractor;
import io.graft.image.Preprocessing;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.model.LinearHead;
import io.graft.model.NetworkCutter;
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
import org.junit.jupiter.params.provider.CsvSource;
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
    Map<String, float[]> found = parameters(tail, outputs(tail, images, PREPROCESSING));
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

  /** Fire module 5's expand1x1 is read behind it, and so is the squeeze that both expands read. */
  @ParameterizedTest
  @CsvSource({
    "mobilenet_v1_0.25_224.h5, conv_pw_6_relu, conv_pw_13_relu, 256, 1",
    "squeezenet_v1.1_227.h5, fire5_concat, fire9_concat, 512, 1",
    "squeezenet_v1.1_227.h5, fire5_expand1x1, fire9_concat, 512, 2"
  })
  void ofRealNetworksIsTrainedToTheSame(
      String file, String last, String cut, int width, int inputs) {
    BaseModel model = TestModels.load(file);
    Preprocessing preprocessing = model.preprocessing();
    float[][] weights = new float[GraftedNetworks.CLASSES][width];
    weights[1][0] = 1;
    weights[2][1] = -1;
    ComputationGraph grafted =
        NetworkCutter.withHead(
            model.network(),
            List.of(new Cut(cut, Pooling.AVERAGE)),
            preprocessing,
            new LinearHead(weights, new float[GraftedNetworks.CLASSES]));
    TrainableNetwork whole =
        GraftedNetworks.trainable(
            grafted,
            "freeze-until = %s, optimizer { type = sgd, momentum = 0, learning-rate = 0.001 }"
                .formatted(last));
    TrainableNetwork tail = whole.tail().orElseThrow();
    assertThat(tail.inputs()).hasSize(inputs);
    INDArray images =
        TestNetworks.images(
            GraftedNetworks.LABELS.length, 3, preprocessing.height(), preprocessing.width());
    Map<String, float[]> expected = parameters(whole, List.of(images));
    Map<String, float[]> found = parameters(tail, outputs(tail, images, preprocessing));
    Map<String, float[]> start = GraftedNetworks.parameters(grafted);
    double changed = 0;
    double apart = 0;
    for (String name : start.keySet()) {
      changed += squaredDistance(expected.get(name), start.get(name));
      apart += squaredDistance(found.get(name), expected.get(name));
    }
    assertThat(Math.sqrt(apart / changed)).isLessThan(1e-3);
  }

  private static double squaredDistance(float[] some, float[] others) {
    double sum = 0;
    for (int i = 0; i < some.length; i++) {
      sum += Math.pow((double) some[i] - others[i], 2);
    }
    return sum;
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

  private static List<INDArray> outputs(
      TrainableNetwork tail, INDArray images, Preprocessing preprocessing) {
    List<Cut> cuts = tail.inputs().stream().map(name -> new Cut(name, Pooling.NONE)).toList();
    NetworkShape shape = NetworkShape.of(tail.grafted(), preprocessing);
    byte[] model = OnnxExporter.export(tail.grafted(), preprocessing, cuts);
    int count = GraftedNetworks.LABELS.length;
    try (var extractor = new OnnxFeatureExtractor(model, preprocessing, count, Device.CPU)) {
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
