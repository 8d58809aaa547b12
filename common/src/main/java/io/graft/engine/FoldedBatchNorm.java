package io.graft.engine;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a batch norm does to each channel of a frozen network: {@code scale * x + shift}, from its
 * stored statistics (Ioffe and Szegedy 2015, algorithm 2).
 */
record FoldedBatchNorm(float[] scale, float[] shift) {

  static FoldedBatchNorm of(Layer layer) {
    BatchNormalization configuration = (BatchNormalization) layer.conf().getLayer();
    float[] mean = floats(layer.getParam("mean"));
    float[] variance = variance(configuration, layer);
    float[] scale = new float[mean.length];
    float[] shift = new float[mean.length];
    boolean locked = configuration.isLockGammaBeta();
    float[] gamma = locked ? null : floats(layer.getParam("gamma"));
    float[] beta = locked ? null : floats(layer.getParam("beta"));
    for (int c = 0; c < mean.length; c++) {
      double g = locked ? configuration.getGamma() : gamma[c];
      double b = locked ? configuration.getBeta() : beta[c];
      double s = g / Math.sqrt(variance[c] + configuration.getEps());
      scale[c] = (float) s;
      shift[c] = (float) (b - s * mean[c]);
    }
    return new FoldedBatchNorm(scale, shift);
  }

  static float[] floats(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  private static float[] variance(BatchNormalization configuration, Layer layer) {
    if (!configuration.isUseLogStd()) {
      return floats(layer.getParam("var"));
    }
    float[] variance = floats(layer.getParam("log10stdev"));
    for (int c = 0; c < variance.length; c++) {
      variance[c] = (float) Math.pow(10, 2 * variance[c]);
    }
    return variance;
  }
}
