package io.graft.engine;

import java.util.List;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;

/** The ONNX form of vertices that combine tensors. */
final class OnnxVertices {

  private OnnxVertices() {}

  static String write(OnnxGraph onnx, String name, GraphVertex vertex, List<String> inputs) {
    if (vertex instanceof MergeVertex merge
        && merge.getMergeAxis() == MergeVertex.DEFAULT_MERGE_DIM) {
      return onnx.node("Concat", inputs, OnnxGraph.integerAttribute("axis", 1));
    }
    if (vertex instanceof ElementWiseVertex elementWise) {
      return elementWise(onnx, name, elementWise, inputs);
    }
    if (vertex instanceof PreprocessorVertex flatten) {
      return OnnxExporter.flatten(onnx, name, flatten.getPreProcessor(), inputs.get(0));
    }
    if (vertex instanceof ScaleVertex scale && scale.getScaleFactor() == 1) {
      // A copy for DL4J, whose layers may overwrite what they read: ONNX Runtime's don't.
      return inputs.get(0);
    }
    if (vertex instanceof ScaleVertex scale) {
      return onnx.node("Mul", List.of(inputs.get(0), onnx.scalar(scale.getScaleFactor())));
    }
    if (vertex instanceof ShiftVertex shift) {
      return onnx.node("Add", List.of(inputs.get(0), onnx.scalar(shift.getShiftFactor())));
    }
    throw OnnxExporter.unsupported(name, vertex);
  }

  private static String elementWise(
      OnnxGraph onnx, String name, ElementWiseVertex vertex, List<String> inputs) {
    return switch (vertex.getOp()) {
      case Add -> onnx.node("Sum", inputs);
      case Average -> onnx.node("Mean", inputs);
      case Max -> onnx.node("Max", inputs);
      case Subtract -> onnx.node("Sub", inputs);
      case Product -> product(onnx, inputs);
      default -> throw OnnxExporter.unsupported(name, vertex);
    };
  }

  private static String product(OnnxGraph onnx, List<String> inputs) {
    String product = inputs.get(0);
    for (String factor : inputs.subList(1, inputs.size())) {
      product = onnx.node("Mul", List.of(product, factor));
    }
    return product;
  }
}
