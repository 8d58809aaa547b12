package io.graft.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.graft.TestModels;
import io.graft.model.BaseModel;
import io.graft.model.CutPoint;
import io.graft.model.NetworkShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurveCutsTest {

  private static final String CONVOLUTION = "ConvolutionLayer";
  private static final String ACTIVATION = "ActivationLayer";

  /** Cut points one behind the other, which add up what they cost. */
  private static final class Points {

    private final List<CutPoint> points = new ArrayList<>();
    private double megaFlops;

    Points add(String layer, String type, double ownMegaFlops, long... shape) {
      megaFlops += ownMegaFlops;
      List<Long> sizes = Arrays.stream(shape).boxed().toList();
      points.add(new CutPoint(layer, type, sizes, Math.toIntExact(shape[0]), 1000L, megaFlops));
      return this;
    }

    /** A cheap depthwise convolution and a pointwise one, each with its activation. */
    Points separable(int block, long size) {
      return add("dw_" + block, "DepthwiseConvolution2D", 1, 16, size, size)
          .add("dw_" + block + "_relu", ACTIVATION, 0, 16, size, size)
          .add("pw_" + block, CONVOLUTION, 10, 16, size, size)
          .add("pw_" + block + "_relu", ACTIVATION, 0, 16, size, size);
    }

    List<String> choose(String defaultCut, int most) {
      return CurveCuts.choose(points, defaultCut, most);
    }
  }

  private static Points mobileNet() {
    return new Points()
        .add("pad_1", "ZeroPaddingLayer", 0, 3, 33, 33)
        .add("conv1", CONVOLUTION, 10, 8, 16, 16)
        .add("conv1_relu", ACTIVATION, 0, 8, 16, 16)
        .separable(1, 16)
        .add("pad_2", "ZeroPaddingLayer", 0, 16, 17, 17)
        .separable(2, 8)
        .separable(3, 8)
        .separable(4, 8)
        .separable(5, 8)
        .separable(6, 8)
        .add("pad_7", "ZeroPaddingLayer", 0, 16, 9, 9)
        .separable(7, 4)
        .add("pool", "GlobalPoolingLayer", 0, 16)
        .add("classes", "OutputLayer", 1, 5);
  }

  @Test
  void stagesEndWhereMapsShrinkAndTheLastCutIsTheDefaultOne() {
    assertThat(mobileNet().choose("pool", 3)).containsExactly("pw_1_relu", "pw_6_relu", "pool");
  }

  @Test
  void longStagesAreHalvedPassingOverDepthwiseLayers() {
    // Halfway between pw_1 (21) and pw_6 (76) is nearest to dw_4 (44), then to pw_3 (43).
    assertThat(mobileNet().choose("pool", 4))
        .containsExactly("pw_1_relu", "pw_3_relu", "pw_6_relu", "pool");
    assertThat(mobileNet().choose("pool", 6))
        .containsExactly("pw_1_relu", "pw_2_relu", "pw_3_relu", "pw_4_relu", "pw_6_relu", "pool");
  }

  @Test
  void earlyStagesGoFirstWhereThereAreTooMany() {
    assertThat(mobileNet().choose("pool", 2)).containsExactly("pw_6_relu", "pool");
    assertThat(mobileNet().choose("pool", 1)).containsExactly("pool");
  }

  @Test
  void denseLayersAreStagesAndPoolsAreNot() {
    Points vgg =
        new Points()
            .add("conv1_1", CONVOLUTION, 10, 8, 32, 32)
            .add("conv1_2", CONVOLUTION, 10, 8, 32, 32)
            .add("pool1", "SubsamplingLayer", 0, 8, 16, 16)
            .add("conv2_1", CONVOLUTION, 20, 16, 16, 16)
            .add("conv2_2", CONVOLUTION, 21, 16, 16, 16)
            .add("pool2", "SubsamplingLayer", 0, 16, 8, 8)
            .add("flatten", "PreprocessorVertex", 0, 1024)
            .add("fc1", "DenseLayer", 5, 64)
            .add("drop1", "DropoutLayer", 0, 64)
            .add("fc2", "DenseLayer", 4, 64)
            .add("drop2", "DropoutLayer", 0, 64)
            .add("classes", "OutputLayer", 1, 5);
    assertThat(vgg.choose("drop2", 4)).containsExactly("conv1_2", "conv2_2", "fc1", "drop2");
    assertThat(vgg.choose("drop2", 5))
        .containsExactly("conv1_2", "conv2_1", "conv2_2", "fc1", "drop2");
    assertThat(vgg.choose("fc1", 3)).containsExactly("conv1_2", "conv2_2", "fc1");
  }

  @Test
  void residualNetworksAreCutBehindTheirBlocks() {
    Points resNet =
        new Points()
            .add("conv1", CONVOLUTION, 10, 8, 16, 16)
            .add("conv1_norm", "BatchNormalization", 0, 8, 16, 16)
            .add("pool1", "SubsamplingLayer", 0, 8, 8, 8)
            .add("add_1", "ElementWiseVertex", 20, 8, 8, 8)
            .add("add_1_relu", ACTIVATION, 0, 8, 8, 8)
            .add("add_2", "ElementWiseVertex", 20, 8, 8, 8)
            .add("add_2_relu", ACTIVATION, 0, 8, 8, 8)
            .add("add_3", "ElementWiseVertex", 20, 16, 4, 4)
            .add("add_3_relu", ACTIVATION, 0, 16, 4, 4)
            .add("add_4", "ElementWiseVertex", 21, 16, 4, 4)
            .add("add_4_relu", ACTIVATION, 0, 16, 4, 4)
            .add("average", "GlobalPoolingLayer", 0, 16)
            .add("classes", "OutputLayer", 1, 5);
    assertThat(resNet.choose("average", 3)).containsExactly("conv1_norm", "add_2_relu", "average");
    assertThat(resNet.choose("average", 6))
        .containsExactly("conv1_norm", "add_1_relu", "add_2_relu", "add_3_relu", "average");
  }

  @Test
  void fewerPointsThanAskedAreAllTaken() {
    Points small =
        new Points()
            .add("conv", CONVOLUTION, 10, 8, 8, 8)
            .add("pool", "SubsamplingLayer", 0, 8, 4, 4)
            .add("dense", "DenseLayer", 1, 20)
            .add("classes", "OutputLayer", 1, 5);
    assertThat(small.choose("dense", 50)).containsExactly("conv", "dense");
  }

  @Test
  void onePointIsTheCurve() {
    assertThat(new Points().add("dense", "DenseLayer", 1, 20).choose("dense", 6))
        .containsExactly("dense");
    // Nothing is computed before it: features that were extracted elsewhere.
    assertThat(new Points().add("flatten", "PreprocessorVertex", 0, 20).choose("flatten", 6))
        .containsExactly("flatten");
  }

  @Test
  void defaultCutMustBeThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> mobileNet().choose("block_7", 6))
        .withMessage("block_7 is no cut point");
  }

  @Test
  void realMobileNet() {
    List<String> chosen = choose(TestModels.mobileNet(), 6);
    assertThat(chosen)
        .hasSize(6)
        .startsWith("conv_pw_1_relu", "conv_pw_3_relu", "conv_pw_5_relu")
        .endsWith("conv_pw_11_relu", TestModels.mobileNet().defaultCut());
    assertThat(chosen.get(3)).matches("conv_pw_([6-9]|10)_relu");
  }

  @Test
  void realSqueezeNet() {
    assertThat(choose(TestModels.squeezeNet(), 6))
        .containsExactly(
            "relu_conv1",
            "fire3_concat",
            "fire5_concat",
            "fire7_concat",
            "fire8_concat",
            "fire9_concat");
    assertThat(TestModels.squeezeNet().defaultCut()).isEqualTo("fire9_concat");
  }

  /** Without padding every convolution shrinks the maps: each is a stage. */
  @Test
  void realChain() {
    assertThat(choose(TestModels.load("cifar10_cnn_folo.h5"), 6))
        .containsExactly("conv2d_4", "conv2d_5", "conv2d_6", "dense_3");
  }

  private static List<String> choose(BaseModel model, int most) {
    NetworkShape shape = NetworkShape.of(model.network(), model.preprocessing());
    return CurveCuts.choose(CutPoint.of(model.network(), shape), model.defaultCut(), most);
  }
}
