package io.graft.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.graft.TestNetworks;
import io.graft.model.Cut;
import io.graft.model.NetworkCutter;
import io.graft.model.NetworkGraph;
import io.graft.model.Pooling;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class SharedArraysTest {

  private final INDArray images = TestNetworks.images(5, 3, 8, 8);

  /** A frozen ReLU writes on its input, which the shortcut, frozen or trained, reads as well. */
  @ParameterizedTest
  @ValueSource(strings = {"conv1", "norm1", "relu1", "norm2", "sum", "relu2", "norm3"})
  void frozenLayersSeeInTrainingWhatTheySeeInInference(String last) {
    ComputationGraph grafted = GraftedNetworks.residual();
    NetworkGraph graph = new NetworkGraph(grafted);
    StepActivations seen = activations(grafted, last);
    for (String name : graph.upTo(last)) {
      if (!isForAWriterAlone(graph, name)) {
        assertThat(TestNetworks.relativeError(seen.of(name), inference(grafted, name)))
            .as(name)
            .isLessThan(1e-6);
      }
    }
  }

  @Test
  void layersThatShareNothingReadNoCopy() {
    assertThat(GraftedNetworks.trainable(GraftedNetworks.residual(), "freeze-until = norm1").json())
        .doesNotContain("graft_copy_for_");
    assertThat(GraftedNetworks.trainable(GraftedNetworks.residual(), "freeze-until = relu1").json())
        .contains("graft_copy_for_relu1")
        .doesNotContain("graft_copy_for_relu2", "graft_copy_for_dropout");
  }

  /** Dropout, last to read an array, writes on it, and the other reader is trained on that. */
  @Test
  void dropoutDoesNotSpoilWhatAnotherLayerIsTrainedOn() {
    ComputationGraph shared = GraftedNetworks.dropoutBesideConvolution("conv1");
    ComputationGraph copied = GraftedNetworks.dropoutBesideConvolution("copy");
    assertThat(trained(shared)).isEqualTo(trained(copied));
  }

  private static float[] trained(ComputationGraph grafted) {
    TrainableNetwork network = GraftedNetworks.trainable(grafted, "optimizer.momentum = 0");
    return GraftedNetworks.parameters(network.trained(GraftedNetworks.train(network, 1)))
        .get("conv2_W");
  }

  private StepActivations activations(ComputationGraph grafted, String frozen) {
    TrainableNetwork network = GraftedNetworks.trainable(grafted, "freeze-until = " + frozen);
    ComputationGraph training =
        new ComputationGraph(ComputationGraphConfiguration.fromJson(network.json()));
    training.init();
    NetworkArrays.restore(training, network.start());
    training.setInputs(images.dup());
    training.setLabels(new SmoothedLabels(GraftedNetworks.CLASSES, 0).of(GraftedNetworks.LABELS));
    StepActivations seen = new StepActivations();
    training.setListeners(seen);
    training.computeGradientAndScore();
    return seen;
  }

  /**
   * A network's activations in the middle may be written on in inference too: they are not asked.
   */
  private INDArray inference(ComputationGraph grafted, String layer) {
    return NetworkCutter.features(
            grafted,
            new Cut(layer, Pooling.NONE),
            TestNetworks.preprocessing(3, GraftedNetworks.SIDE, GraftedNetworks.SIDE))
        .outputSingle(images.dup());
  }

  private static boolean isForAWriterAlone(NetworkGraph graph, String name) {
    List<String> readers = graph.consumers(name);
    return readers.size() == 1
        && graph
            .layer(readers.get(0))
            .filter(layer -> layer instanceof ActivationLayer || layer instanceof DropoutLayer)
            .isPresent();
  }
}
