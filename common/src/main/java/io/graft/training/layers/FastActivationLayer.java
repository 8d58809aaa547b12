package io.graft.training.layers;

import java.nio.IntBuffer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Relu6;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ReLU and ReLU6 without the copies of their input that DL4J makes in both passes, and with a
 * backward pass that only clears bits.
 */
public final class FastActivationLayer extends ActivationLayer {

  private static final long serialVersionUID = 1L;

  /** Floats at a time, so that a piece stays in the processor's nearest cache. */
  private static final int PIECE = 2048;

  FastActivationLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    IActivation activation = layerConf().getActivationFn();
    if (!training || !isCovered()) {
      return super.activate(training, workspaces);
    }
    INDArray output = create(ArrayType.ACTIVATIONS, workspaces);
    Nd4j.getExecutioner()
        .exec(
            activation instanceof ActivationReLU6
                ? new Relu6(input, output, 0)
                : new RectifiedLinear(input, output));
    return output;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    if (!isCovered() || epsilon.dataType() != DataType.FLOAT) {
      return super.backpropGradient(epsilon, workspaces);
    }
    INDArray gradient = create(ArrayType.ACTIVATION_GRAD, workspaces);
    mask(
        Floats.bitsOf(Floats.inOrder(input)),
        Rectifiers.bound(layerConf().getActivationFn()),
        Floats.bitsOf(Floats.inOrder(epsilon)),
        Floats.bitsOf(gradient));
    return new Pair<>(new DefaultGradient(), gradient);
  }

  private boolean isCovered() {
    return Floats.areImages(input) && Rectifiers.isRectifier(layerConf().getActivationFn());
  }

  private INDArray create(ArrayType type, LayerWorkspaceMgr workspaces) {
    return workspaces.createUninitialized(type, DataType.FLOAT, input.shape(), 'c');
  }

  private static void mask(IntBuffer values, int bound, IntBuffer epsilon, IntBuffer gradient) {
    int[] someValues = new int[PIECE];
    int[] someGradient = new int[PIECE];
    while (values.hasRemaining()) {
      int count = Math.min(PIECE, values.remaining());
      values.get(someValues, 0, count);
      epsilon.get(someGradient, 0, count);
      Rectifiers.mask(someValues, bound, someGradient, count);
      gradient.put(someGradient, 0, count);
    }
  }
}
