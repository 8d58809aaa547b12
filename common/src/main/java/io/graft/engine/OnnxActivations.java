package io.graft.engine;

import static io.graft.engine.OnnxGraph.floatAttribute;
import static io.graft.engine.OnnxGraph.integerAttribute;

import java.util.List;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/** The ONNX form of activation functions. */
final class OnnxActivations {

  private OnnxActivations() {}

  static String write(OnnxGraph onnx, String layer, IActivation activation, String input) {
    List<String> x = List.of(input);
    if (activation instanceof ActivationIdentity) {
      return input;
    } else if (activation instanceof ActivationReLU relu) {
      return relu(onnx, layer, relu, input);
    } else if (activation instanceof ActivationReLU6) {
      return clip(onnx, input, 0, 6);
    } else if (activation instanceof ActivationHardTanH) {
      return clip(onnx, input, -1, 1);
    } else if (activation instanceof ActivationLReLU leaky) {
      return onnx.node("LeakyRelu", x, floatAttribute("alpha", leaky.getAlpha()));
    } else if (activation instanceof ActivationELU elu) {
      return onnx.node("Elu", x, floatAttribute("alpha", elu.getAlpha()));
    } else if (activation instanceof ActivationSELU) {
      return onnx.node("Selu", x);
    } else if (activation instanceof ActivationSigmoid) {
      return onnx.node("Sigmoid", x);
    } else if (activation instanceof ActivationTanH) {
      return onnx.node("Tanh", x);
    } else if (activation instanceof ActivationSoftPlus) {
      return onnx.node("Softplus", x);
    } else if (activation instanceof ActivationSoftSign) {
      return onnx.node("Softsign", x);
    } else if (activation instanceof ActivationSwish) {
      return onnx.node("Mul", List.of(input, onnx.node("Sigmoid", x)));
    } else if (activation instanceof ActivationHardSigmoid) {
      return onnx.node("HardSigmoid", x, floatAttribute("alpha", 0.2), floatAttribute("beta", 0.5));
    } else if (activation instanceof ActivationSoftmax) {
      // DL4J's softmax runs over the last axis, of feature maps too.
      return onnx.node("Softmax", x, integerAttribute("axis", -1));
    }
    throw OnnxExporter.unsupported(layer, activation);
  }

  private static String relu(OnnxGraph onnx, String layer, ActivationReLU relu, String input) {
    double max = relu.getMax() == null ? 0 : relu.getMax();
    double slope = relu.getNegativeSlope() == null ? 0 : relu.getNegativeSlope();
    double threshold = relu.getThreshold() == null ? 0 : relu.getThreshold();
    if (threshold != 0 || (max > 0 && slope != 0)) {
      throw OnnxExporter.unsupported(layer, relu);
    }
    if (max > 0) {
      return clip(onnx, input, 0, max);
    }
    return slope != 0
        ? onnx.node("LeakyRelu", List.of(input), floatAttribute("alpha", slope))
        : onnx.node("Relu", List.of(input));
  }

  private static String clip(OnnxGraph onnx, String input, double low, double high) {
    return onnx.node("Clip", List.of(input, onnx.scalar(low), onnx.scalar(high)));
  }
}
