package io.graft.training.layers;

import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.BETA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GAMMA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_LOG_STD;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_MEAN;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_VAR;

import java.util.function.IntToDoubleFunction;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation of images in training, each channel read into the processor's cache once,
 * where DL4J goes over the whole array up to ten times.
 *
 * <p>As in DL4J, the running statistics are parameters, and their change is a gradient that the
 * updater subtracts as it is.
 */
public final class FastBatchNormalizationLayer extends BatchNormalization {

  private static final long serialVersionUID = 1L;

  private transient BatchStatistics statistics;

  FastBatchNormalizationLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray preOutput(INDArray x, TrainingMode training, LayerWorkspaceMgr workspaces) {
    statistics = null;
    if (training != TrainingMode.TRAIN || !isCovered(x)) {
      return super.preOutput(x, training, workspaces);
    }
    INDArray images = Floats.inOrder(x);
    INDArray output =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, DataType.FLOAT, x.shape(), 'c');
    int count = Math.toIntExact(x.length() / x.size(1));
    statistics = new BatchStatistics((int) x.size(1), count, layerConf().getEps());
    statistics.forward(
        images, getParam(GAMMA).toFloatVector(), getParam(BETA).toFloatVector(), output);
    return output;
  }

  private boolean isCovered(INDArray x) {
    return Floats.areImages(x)
        && dataType == DataType.FLOAT
        && layerConf().getCnn2DFormat() == CNN2DFormat.NCHW
        && !layerConf().isLockGammaBeta()
        && x.size(1) == layerConf().getNOut();
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    if (statistics == null) {
      return super.backpropGradient(epsilon, workspaces);
    }
    INDArray inputGradient =
        workspaces.createUninitialized(
            ArrayType.ACTIVATION_GRAD, DataType.FLOAT, input.shape(), 'c');
    int channels = (int) input.size(1);
    float[] gammaGradient = new float[channels];
    float[] betaGradient = new float[channels];
    statistics.backward(
        Floats.inOrder(input),
        Floats.inOrder(epsilon.castTo(DataType.FLOAT)),
        getParam(GAMMA).toFloatVector(),
        gammaGradient,
        betaGradient,
        inputGradient);
    Gradient gradient = new DefaultGradient();
    put(gradient, GAMMA, gammaGradient);
    put(gradient, BETA, betaGradient);
    putStatistics(gradient);
    statistics = null;
    return new Pair<>(gradient, inputGradient);
  }

  private void putStatistics(Gradient gradient) {
    double weight = 1 - layerConf().getDecay();
    float[] means = getParam(GLOBAL_MEAN).toFloatVector();
    put(gradient, GLOBAL_MEAN, channel -> weight * (means[channel] - statistics.mean(channel)));
    if (layerConf().isUseLogStd()) {
      float[] logs = getParam(GLOBAL_LOG_STD).toFloatVector();
      put(gradient, GLOBAL_LOG_STD, channel -> logChange(logs[channel], channel, weight));
    } else {
      float[] variances = getParam(GLOBAL_VAR).toFloatVector();
      put(
          gradient,
          GLOBAL_VAR,
          channel -> weight * (variances[channel] - statistics.variance(channel)));
    }
  }

  /** By how much the decadic logarithm of the running deviation falls. */
  private double logChange(float log, int channel, double weight) {
    double variance = Math.pow(10, 2 * log);
    double next = (1 - weight) * variance + weight * statistics.variance(channel);
    return Math.log10(variance / next) / 2;
  }

  private void put(Gradient gradient, String parameter, IntToDoubleFunction values) {
    float[] all = new float[Math.toIntExact(gradientViews.get(parameter).length())];
    for (int channel = 0; channel < all.length; channel++) {
      all[channel] = (float) values.applyAsDouble(channel);
    }
    put(gradient, parameter, all);
  }

  private void put(Gradient gradient, String parameter, float[] values) {
    INDArray view = gradientViews.get(parameter);
    Floats.of(view).put(values);
    gradient.setGradientFor(parameter, view);
  }

  @Override
  public void clear() {
    super.clear();
    statistics = null;
  }
}
