package io.graft.engine;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/**
 * How a kernel moves over an image, each pair as (height, width): the same words for convolutions
 * and pooling.
 */
record SpatialWindow(
    int[] kernel, int[] stride, int[] dilation, int[] padding, ConvolutionMode mode) {

  static SpatialWindow of(ConvolutionLayer layer) {
    return new SpatialWindow(
        layer.getKernelSize(),
        layer.getStride(),
        layer.getDilation(),
        layer.getPadding(),
        layer.getConvolutionMode());
  }

  static SpatialWindow of(SubsamplingLayer layer) {
    return new SpatialWindow(
        layer.getKernelSize(),
        layer.getStride(),
        layer.getDilation(),
        layer.getPadding(),
        layer.getConvolutionMode());
  }

  long[] kernelShape() {
    return longs(kernel);
  }

  long[] strides() {
    return longs(stride);
  }

  long[] dilations() {
    return longs(dilation);
  }

  boolean isDilated() {
    return dilation[0] != 1 || dilation[1] != 1;
  }

  /**
   * Padding in pixels as ONNX orders it: top, left, bottom, right. In the mode {@code Same} the odd
   * pixel goes to the bottom and the right, as in TensorFlow.
   *
   * @param inputShape {@code [channels, height, width]}
   */
  long[] pads(long[] inputShape) {
    if (mode != ConvolutionMode.Same) {
      return new long[] {padding[0], padding[1], padding[0], padding[1]};
    }
    long vertical = samePadding(0, inputShape[1]);
    long horizontal = samePadding(1, inputShape[2]);
    return new long[] {
      vertical / 2, horizontal / 2, vertical - vertical / 2, horizontal - horizontal / 2
    };
  }

  private long samePadding(int axis, long size) {
    long outputs = (size + stride[axis] - 1) / stride[axis];
    long reach = (long) (kernel[axis] - 1) * dilation[axis] + 1;
    return Math.max(0, (outputs - 1) * stride[axis] + reach - size);
  }

  private static long[] longs(int[] values) {
    return Arrays.stream(values).asLongStream().toArray();
  }
}
