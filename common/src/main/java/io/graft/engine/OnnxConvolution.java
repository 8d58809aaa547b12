package io.graft.engine;

import static io.graft.engine.FoldedBatchNorm.floats;
import static io.graft.engine.OnnxGraph.integerAttribute;
import static io.graft.engine.OnnxGraph.integersAttribute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The ONNX form of plain, depthwise and separable convolutions. */
record OnnxConvolution(
    OnnxGraph onnx, Layer layer, ConvolutionLayer configuration, long[] inputShape) {

  /**
   * Adds the convolution without its activation.
   *
   * @param batchNorm folded into the weights; null for none
   */
  String write(String input, FoldedBatchNorm batchNorm) {
    float[] bias = layer.paramTable().containsKey("b") ? floats(layer.getParam("b")) : null;
    if (configuration instanceof DepthwiseConvolution2D) {
      // DL4J [height, width, in, multiplier] -> ONNX [in * multiplier, 1, height, width]
      INDArray kernels = layer.getParam("W").permute(2, 3, 0, 1).dup('c');
      return spatial(
          input, kernels, kernels.size(0) * kernels.size(1), kernels.size(0), batchNorm, bias);
    }
    if (configuration instanceof SeparableConvolution2D) {
      // DL4J [multiplier, in, height, width] -> ONNX [in * multiplier, 1, height, width]
      INDArray kernels = layer.getParam("W").permute(1, 0, 2, 3).dup('c');
      long channels = kernels.size(0) * kernels.size(1);
      String depthwise = spatial(input, kernels, channels, kernels.size(0), null, null);
      INDArray pointwise = layer.getParam("pW").dup('c');
      return convolve(
          depthwise, pointwise, new long[] {pointwise.size(0), channels, 1, 1}, batchNorm, bias);
    }
    INDArray kernels = layer.getParam("W").dup('c');
    return spatial(input, kernels, kernels.size(0), 1, batchNorm, bias);
  }

  private String spatial(
      String input,
      INDArray kernels,
      long outputs,
      long groups,
      FoldedBatchNorm batchNorm,
      float[] bias) {
    int[] kernel = configuration.getKernelSize();
    long inputsPerGroup = kernels.length() / (outputs * kernel[0] * kernel[1]);
    SpatialWindow window = SpatialWindow.of(configuration);
    return convolve(
        input,
        kernels,
        new long[] {outputs, inputsPerGroup, kernel[0], kernel[1]},
        batchNorm,
        bias,
        integersAttribute("kernel_shape", kernel[0], kernel[1]),
        integersAttribute("strides", window.strides()),
        integersAttribute("dilations", window.dilations()),
        integersAttribute("pads", window.pads(inputShape)),
        integerAttribute("group", groups));
  }

  private String convolve(
      String input,
      INDArray kernels,
      long[] shape,
      FoldedBatchNorm batchNorm,
      float[] bias,
      onnx.Onnx.AttributeProto... attributes) {
    float[] weights = floats(kernels);
    float[] offsets = bias;
    if (batchNorm != null) {
      offsets = fold(weights, bias, batchNorm);
    }
    List<String> inputs = new ArrayList<>(List.of(input, onnx.weights(weights, shape)));
    if (offsets != null) {
      inputs.add(onnx.weights(offsets, offsets.length));
    }
    return onnx.node("Conv", inputs, attributes);
  }

  /** Scales the weights in place and returns the new bias. */
  private static float[] fold(float[] weights, float[] bias, FoldedBatchNorm batchNorm) {
    int channels = batchNorm.scale().length;
    int weightsPerChannel = weights.length / channels;
    float[] folded = Arrays.copyOf(batchNorm.shift(), channels);
    for (int c = 0; c < channels; c++) {
      float scale = batchNorm.scale()[c];
      for (int i = c * weightsPerChannel; i < (c + 1) * weightsPerChannel; i++) {
        weights[i] *= scale;
      }
      if (bias != null) {
        folded[c] += scale * bias[c];
      }
    }
    return folded;
  }
}
