package io.graft.training.layers;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/**
 * The memory of ND4J's arrays. Plain loops over Java arrays become vector instructions, which loops
 * over buffers do not; so the layers copy a piece that fits the processor's cache, compute, and
 * copy back.
 */
final class Floats {

  private Floats() {}

  /** Whether it is a float array [batch, channels, height, width] with values. */
  static boolean areImages(INDArray array) {
    return array.rank() == 4 && array.dataType() == DataType.FLOAT && array.length() > 0;
  }

  /** The array, or where its values do not lie in C order without gaps a copy of which they do. */
  static INDArray inOrder(INDArray array) {
    return Shape.hasDefaultStridesForShape(array) ? array : array.dup('c');
  }

  /** The memory of an array without gaps. */
  static FloatBuffer of(INDArray array) {
    return pointer(array).asBuffer();
  }

  /** The same memory as the bits of the floats. */
  static IntBuffer bitsOf(INDArray array) {
    return pointer(array).asByteBuffer().asIntBuffer();
  }

  private static FloatPointer pointer(INDArray array) {
    return new FloatPointer(array.data().addressPointer()).capacity(array.length());
  }
}
