package io.graft.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import onnx.Onnx;
import org.nd4j.shade.protobuf.ByteString;

/**
 * An ONNX graph under construction: nodes, weights, one input and the outputs. Operators are those
 * of opset 13 (https://onnx.ai/onnx/operators).
 */
final class OnnxGraph {

  private static final long OPSET = 13;
  private static final long IR_VERSION = 7;

  private final Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder().setName("graft");
  private int names;

  /** Declares the input {@code [batch, channels, height, width]}, the batch of any size. */
  String input(String name, long... shapeOfOneImage) {
    graph.addInput(valueInfo(name, shapeOfOneImage));
    return name;
  }

  /** Gives a tensor its public name as an output of the graph. */
  void output(String name, String tensor, long... shapeOfOneImage) {
    node("Identity", name, List.of(tensor));
    graph.addOutput(valueInfo(name, shapeOfOneImage));
  }

  /** Adds a node with one output, whose name is returned. */
  String node(String operator, List<String> inputs, Onnx.AttributeProto... attributes) {
    return node(
        operator, operator.toLowerCase(java.util.Locale.ROOT) + "_" + names++, inputs, attributes);
  }

  private String node(
      String operator, String output, List<String> inputs, Onnx.AttributeProto... attributes) {
    graph.addNode(
        Onnx.NodeProto.newBuilder()
            .setOpType(operator)
            .setName("node_" + output)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(Arrays.asList(attributes)));
    return output;
  }

  String weights(float[] values, long... shape) {
    ByteBuffer bytes = littleEndian(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return initializer(Onnx.TensorProto.DataType.FLOAT, bytes, shape);
  }

  String scalar(double value) {
    return weights(new float[] {(float) value});
  }

  String integers(long... values) {
    ByteBuffer bytes = littleEndian(values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    return initializer(Onnx.TensorProto.DataType.INT64, bytes, values.length);
  }

  byte[] toBytes() {
    return Onnx.ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("graft")
        .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  static Onnx.AttributeProto integerAttribute(String name, long value) {
    return Onnx.AttributeProto.newBuilder()
        .setName(name)
        .setType(Onnx.AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static Onnx.AttributeProto floatAttribute(String name, double value) {
    return Onnx.AttributeProto.newBuilder()
        .setName(name)
        .setType(Onnx.AttributeProto.AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  static Onnx.AttributeProto textAttribute(String name, String value) {
    return Onnx.AttributeProto.newBuilder()
        .setName(name)
        .setType(Onnx.AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  static Onnx.AttributeProto integersAttribute(String name, long... values) {
    List<Long> boxed = new ArrayList<>();
    Arrays.stream(values).forEach(boxed::add);
    return Onnx.AttributeProto.newBuilder()
        .setName(name)
        .setType(Onnx.AttributeProto.AttributeType.INTS)
        .addAllInts(boxed)
        .build();
  }

  private String initializer(Onnx.TensorProto.DataType type, ByteBuffer bytes, long... shape) {
    String name = "weights_" + names++;
    Onnx.TensorProto.Builder tensor =
        Onnx.TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes.rewind()));
    Arrays.stream(shape).forEach(tensor::addDims);
    graph.addInitializer(tensor);
    return name;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Onnx.ValueInfoProto valueInfo(String name, long... shapeOfOneImage) {
    Onnx.TensorShapeProto.Builder shape = Onnx.TensorShapeProto.newBuilder();
    shape.addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimParam("batch"));
    for (long size : shapeOfOneImage) {
      shape.addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    return Onnx.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            Onnx.TypeProto.newBuilder()
                .setTensorType(
                    Onnx.TypeProto.Tensor.newBuilder()
                        .setElemType(Onnx.TensorProto.DataType.FLOAT.getNumber())
                        .setShape(shape)))
        .build();
  }
}
