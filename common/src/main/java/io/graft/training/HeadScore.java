package io.graft.training;

import io.graft.model.Head;
import java.io.Serializable;

/**
 * How a head does on images it has not seen.
 *
 * @param correct images whose most probable class is theirs
 * @param logLoss sum over the images
 */
public record HeadScore(long images, long correct, double logLoss) implements Serializable {

  /** Tries a head. */
  public static HeadScore of(Head head, LabelledFeatures data) {
    long correct = 0;
    double logLoss = 0;
    for (int i = 0; i < data.size(); i++) {
      double[] probabilities = head.probabilities(data.features()[i]);
      logLoss -= Math.log(Math.max(Double.MIN_NORMAL, probabilities[data.labels()[i]]));
      correct += argmax(probabilities) == data.labels()[i] ? 1 : 0;
    }
    return new HeadScore(data.size(), correct, logLoss);
  }

  public HeadScore plus(HeadScore other) {
    return new HeadScore(images + other.images, correct + other.correct, logLoss + other.logLoss);
  }

  public double accuracy() {
    return (double) correct / images;
  }

  public double meanLogLoss() {
    return logLoss / images;
  }

  private static int argmax(double[] values) {
    int best = 0;
    for (int c = 1; c < values.length; c++) {
      best = values[c] > values[best] ? c : best;
    }
    return best;
  }
}
