package io.graft.engine;

import static io.graft.engine.FoldedBatchNorm.floats;
import static io.graft.engine.OnnxGraph.floatAttribute;
import static io.graft.engine.OnnxGraph.integerAttribute;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;

/** The ONNX form of one DL4J layer with its weights. */
final class OnnxLayers {

  private final OnnxGraph onnx;
  private final Layer layer;
  private final org.deeplearning4j.nn.conf.layers.Layer configuration;
  private final long[] inputShape;

  /**
   * @param inputShape of one image: {@code [channels, height, width]} or {@code [features]}
   */
  OnnxLayers(OnnxGraph onnx, Layer layer, long[] inputShape) {
    this.onnx = onnx;
    this.layer = layer;
    this.inputShape = inputShape;
    var outer = layer.conf().getLayer();
    this.configuration = outer instanceof FrozenLayer frozen ? frozen.getLayer() : outer;
  }

  static boolean isSupported(ConvolutionLayer convolution) {
    return !(convolution instanceof Deconvolution2D) && convolution.getKernelSize().length == 2;
  }

  /** Adds the layer's nodes and returns the name of its output. */
  String write(String name, String input) {
    if (configuration instanceof ConvolutionLayer convolution && isSupported(convolution)) {
      String output = new OnnxConvolution(onnx, layer, convolution, inputShape).write(input, null);
      return OnnxActivations.write(onnx, name, convolution.getActivationFn(), output);
    } else if (configuration instanceof BatchNormalization) {
      return batchNorm(input);
    } else if (configuration instanceof SubsamplingLayer pooling) {
      return OnnxPooling.local(onnx, name, pooling, inputShape, input);
    } else if (configuration instanceof GlobalPoolingLayer pooling) {
      return OnnxPooling.global(onnx, name, pooling, inputShape, input);
    } else if (configuration instanceof ActivationLayer activation) {
      return OnnxActivations.write(onnx, name, activation.getActivationFn(), input);
    } else if (configuration instanceof DenseLayer || configuration instanceof BaseOutputLayer) {
      return dense(name, (FeedForwardLayer) configuration, input);
    } else if (configuration instanceof LossLayer loss) {
      return OnnxActivations.write(onnx, name, loss.getActivationFn(), input);
    } else if (configuration instanceof DropoutLayer) {
      return input;
    } else if (configuration instanceof ZeroPaddingLayer padding) {
      return zeroPadding(padding.getPadding(), input);
    } else if (configuration instanceof Cropping2D cropping) {
      return cropping(cropping.getCropping(), input);
    } else if (configuration instanceof Upsampling2D upsampling) {
      return upsampling(upsampling.getSize(), input);
    } else if (configuration instanceof LocalResponseNormalization normalization) {
      return localResponseNormalization(normalization, input);
    }
    throw OnnxExporter.unsupported(name, configuration);
  }

  /** A convolution without activation, with the batch norm behind it folded into its weights. */
  String convolution(String input, FoldedBatchNorm batchNorm) {
    return new OnnxConvolution(onnx, layer, (ConvolutionLayer) configuration, inputShape)
        .write(input, batchNorm);
  }

  private String batchNorm(String input) {
    FoldedBatchNorm folded = FoldedBatchNorm.of(layer);
    long channels = folded.scale().length;
    long[] shape = inputShape.length == 3 ? new long[] {channels, 1, 1} : new long[] {channels};
    String scaled = onnx.node("Mul", List.of(input, onnx.weights(folded.scale(), shape)));
    return onnx.node("Add", List.of(scaled, onnx.weights(folded.shift(), shape)));
  }

  private String dense(String name, FeedForwardLayer dense, String input) {
    if (dense instanceof DenseLayer withNorm && withNorm.hasLayerNorm()) {
      throw OnnxExporter.unsupported(name, dense);
    }
    String weights = onnx.weights(floats(layer.getParam("W")), dense.getNIn(), dense.getNOut());
    List<String> inputs =
        layer.paramTable().containsKey("b")
            ? List.of(input, weights, onnx.weights(floats(layer.getParam("b")), dense.getNOut()))
            : List.of(input, weights);
    return OnnxActivations.write(onnx, name, dense.getActivationFn(), onnx.node("Gemm", inputs));
  }

  private String zeroPadding(int[] topBottomLeftRight, String input) {
    int[] p = topBottomLeftRight;
    return onnx.node("Pad", List.of(input, onnx.integers(0, 0, p[0], p[2], 0, 0, p[1], p[3])));
  }

  private String cropping(int[] topBottomLeftRight, String input) {
    int[] c = topBottomLeftRight;
    return onnx.node(
        "Slice",
        List.of(
            input,
            onnx.integers(c[0], c[2]),
            onnx.integers(inputShape[1] - c[1], inputShape[2] - c[3]),
            onnx.integers(2, 3)));
  }

  private String upsampling(int[] size, String input) {
    String scales = onnx.weights(new float[] {1, 1, size[0], size[1]}, 4);
    return onnx.node(
        "Resize",
        List.of(input, "", scales),
        OnnxGraph.textAttribute("mode", "nearest"),
        OnnxGraph.textAttribute("coordinate_transformation_mode", "asymmetric"),
        OnnxGraph.textAttribute("nearest_mode", "floor"));
  }

  /** ONNX divides alpha by the window's size, DL4J does not. */
  private String localResponseNormalization(LocalResponseNormalization lrn, String input) {
    long size = 2 * ((long) lrn.getN() / 2) + 1;
    return onnx.node(
        "LRN",
        List.of(input),
        integerAttribute("size", size),
        floatAttribute("alpha", lrn.getAlpha() * size),
        floatAttribute("beta", lrn.getBeta()),
        floatAttribute("bias", lrn.getK()));
  }
}
