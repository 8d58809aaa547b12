package io.graft.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.TestModels;
import io.graft.error.UserException;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.junit.jupiter.api.Test;

class OneDnnSelfTestTest {

  @Test
  void passesOnThisMachine() {
    OneDnnSelfTest.verify(ProbeNetworks.all());
  }

  @Test
  void catchesAPlantedFault() {
    // A real fault of DL4J M2.1: gradients of channels-last convolutions with a fused ReLU.
    var planted = ProbeNetworks.fusedActivations(CNN2DFormat.NHWC);
    assertThatThrownBy(() -> OneDnnSelfTest.verify(List.of(planted)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("convolution with fused ReLU, NHWC")
        .hasMessageContaining("-Dorg.eclipse.deeplearning4j.helpers.disable=true");
  }

  @Test
  void everyConvolutionOfARealNetworkHasItsHelper() {
    for (ComputationGraph network :
        List.of(TestModels.mobileNet().network(), TestModels.squeezeNet().network())) {
      List<Layer> convolutions =
          Arrays.stream(network.getLayers())
              .filter(layer -> layer.getClass() == ConvolutionLayer.class)
              .toList();
      assertThat(convolutions).hasSizeGreaterThan(13);
      assertThat(convolutions)
          .allSatisfy(layer -> assertThat(layer.getHelper()).isInstanceOf(MKLDNNConvHelper.class));
    }
  }

  @Test
  void networksBuiltWithoutOneDnnHaveNoHelper() {
    var probe = ProbeNetworks.fusedActivations(CNN2DFormat.NCHW);
    ComputationGraph network =
        OneDnn.without(
            () -> {
              ComputationGraph built = new ComputationGraph(probe.configuration().clone());
              built.init();
              return built;
            });
    assertThat(network.getLayer("layer_0").getHelper()).isNull();
  }
}
