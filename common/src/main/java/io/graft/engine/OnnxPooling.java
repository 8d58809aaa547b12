package io.graft.engine;

import static io.graft.engine.OnnxGraph.integerAttribute;
import static io.graft.engine.OnnxGraph.integersAttribute;

import io.graft.model.Cut;
import io.graft.model.GridWindow;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** The ONNX form of pooling layers. */
final class OnnxPooling {

  private OnnxPooling() {}

  static String local(
      OnnxGraph onnx, String name, SubsamplingLayer layer, long[] inputShape, String input) {
    SpatialWindow window = SpatialWindow.of(layer);
    var kernel = integersAttribute("kernel_shape", window.kernelShape());
    var strides = integersAttribute("strides", window.strides());
    var pads = integersAttribute("pads", window.pads(inputShape));
    if (layer.getPoolingType() == PoolingType.MAX) {
      return onnx.node(
          "MaxPool",
          List.of(input),
          kernel,
          strides,
          pads,
          integersAttribute("dilations", window.dilations()));
    }
    if (layer.getPoolingType() == PoolingType.AVG && !window.isDilated()) {
      long includePad = layer.isAvgPoolIncludePadInDivisor() ? 1 : 0;
      return onnx.node(
          "AveragePool",
          List.of(input),
          kernel,
          strides,
          pads,
          integerAttribute("count_include_pad", includePad));
    }
    throw OnnxExporter.unsupported(name, layer);
  }

  static String global(
      OnnxGraph onnx, String name, GlobalPoolingLayer layer, long[] inputShape, String input) {
    if (inputShape.length != 3) {
      throw OnnxExporter.unsupported(name, layer);
    }
    String pooled =
        switch (layer.getPoolingType()) {
          case AVG -> onnx.node("GlobalAveragePool", List.of(input));
          case MAX -> onnx.node("GlobalMaxPool", List.of(input));
          default -> throw OnnxExporter.unsupported(name, layer);
        };
    return layer.isCollapseDimensions()
        ? onnx.node("Flatten", List.of(pooled), integerAttribute("axis", 1))
        : pooled;
  }

  /**
   * The maps of a spatial cut, pooled.
   *
   * @param maps {@code [channels, height, width]}
   */
  static String ofCut(OnnxGraph onnx, Cut cut, long[] maps, String input) {
    return switch (cut.pooling()) {
      case AVERAGE -> onnx.node("GlobalAveragePool", List.of(input));
      case AVERAGE_MAXIMUM ->
          onnx.node(
              "Concat",
              List.of(
                  onnx.node("GlobalAveragePool", List.of(input)),
                  onnx.node("GlobalMaxPool", List.of(input))),
              integerAttribute("axis", 1));
      case GRID -> grid(onnx, GridWindow.of(cut.layer(), maps), input);
      case NONE -> input;
    };
  }

  private static String grid(OnnxGraph onnx, GridWindow window, String input) {
    return onnx.node(
        "AveragePool",
        List.of(input),
        integersAttribute("kernel_shape", window.height(), window.width()),
        integersAttribute("strides", window.verticalStride(), window.horizontalStride()));
  }
}
