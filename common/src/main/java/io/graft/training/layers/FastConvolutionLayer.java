package io.graft.training.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Keeps what the forward pass computed for the backward pass, where DL4J convolves once more.
 *
 * <p>DL4J wants the values before the activation there. What is kept are those after it, from which
 * an identity or a rectifier has the same derivative; other activations are left to DL4J.
 */
public final class FastConvolutionLayer extends ConvolutionLayer {

  private static final long serialVersionUID = 1L;

  private transient INDArray kept;

  FastConvolutionLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    kept = null;
    INDArray output = super.activate(training, workspaces);
    if (training && Rectifiers.isIdentityOrRectifier(layerConf().getActivationFn())) {
      kept = output;
    }
    return output;
  }

  @Override
  protected Pair<INDArray, INDArray> preOutput(
      boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
    return forBackprop && kept != null
        ? new Pair<>(kept, null)
        : super.preOutput(training, forBackprop, workspaces);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    try {
      return super.backpropGradient(epsilon, workspaces);
    } finally {
      kept = null;
    }
  }

  @Override
  public void clear() {
    super.clear();
    kept = null;
  }
}
