package io.graft.training.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation of a minibatch (Ioffe and Szegedy 2015) and its derivative, a channel at a
 * time. Mean and variance are found in two passes, so that nothing cancels where the mean is large.
 */
final class BatchStatistics {

  private final double epsilon;
  private final int count;
  private final double[] means;
  private final double[] variances;
  private final ChannelMath math = new ChannelMath();

  /**
   * @param channels that the input has
   * @param count values of a channel
   * @param epsilon added to the variance
   */
  BatchStatistics(int channels, int count, double epsilon) {
    this.epsilon = epsilon;
    this.count = count;
    this.means = new double[channels];
    this.variances = new double[channels];
  }

  double mean(int channel) {
    return means[channel];
  }

  /** The biased variance. */
  double variance(int channel) {
    return variances[channel];
  }

  /** Takes the statistics of the input, and writes its normalised values. */
  void forward(INDArray input, float[] gamma, float[] beta, INDArray output) {
    Channels from = new Channels(input);
    Channels to = new Channels(output);
    float[] values = new float[count];
    for (int channel = 0; channel < means.length; channel++) {
      from.read(channel, values);
      measure(channel, values);
      float centre = (float) means[channel];
      double scale = gamma[channel] * inverseDeviation(channel);
      double shift = beta[channel] - (means[channel] - centre) * scale;
      ChannelMath.normalize(values, centre, (float) scale, (float) shift, count);
      to.write(channel, values);
    }
  }

  private void measure(int channel, float[] values) {
    double guess = math.sum(values, count) / count;
    float centre = (float) guess;
    double distance = guess - centre;
    means[channel] = guess;
    variances[channel] =
        Math.max(0, math.squares(values, centre, count) / count - distance * distance);
  }

  /**
   * Writes the gradients.
   *
   * @param input the one of the forward pass
   * @param gradient at the output
   * @param gammaGradient filled, as is {@code betaGradient}
   * @param inputGradient filled
   */
  void backward(
      INDArray input,
      INDArray gradient,
      float[] gamma,
      float[] gammaGradient,
      float[] betaGradient,
      INDArray inputGradient) {
    Channels inputs = new Channels(input);
    Channels gradients = new Channels(gradient);
    Channels to = new Channels(inputGradient);
    float[] values = new float[count];
    float[] slopes = new float[count];
    for (int channel = 0; channel < means.length; channel++) {
      inputs.read(channel, values);
      gradients.read(channel, slopes);
      float centre = (float) means[channel];
      double rest = means[channel] - centre;
      double inverse = inverseDeviation(channel);
      double sum = math.sum(slopes, count);
      double product = (math.products(slopes, values, centre, count) - rest * sum) * inverse;
      gammaGradient[channel] = (float) product;
      betaGradient[channel] = (float) sum;
      double scale = gamma[channel] * inverse;
      double ofValues = -scale * inverse * product / count;
      double constant = -scale * sum / count - ofValues * rest;
      ChannelMath.combine(
          values, centre, (float) ofValues, slopes, (float) scale, (float) constant, count);
      to.write(channel, values);
    }
  }

  private double inverseDeviation(int channel) {
    return 1 / Math.sqrt(variances[channel] + epsilon);
  }
}
