package io.graft.training;

import io.graft.model.LinearHead;
import java.io.Serializable;

/**
 * How a head does on images it has not seen.
 *
 * @param correct images whose most probable class is theirs
 * @param logLoss sum over the images
 */
public record HeadScore(long images, long correct, double logLoss) implements Serializable {

  /** Tries a head. */
  public static HeadScore of(LinearHead head, LabelledFeatures data) {
    long correct = 0;
    double logLoss = 0;
    for (int i = 0; i < data.images(); i++) {
      double[] scores = head.scores(data.features()[i]);
      logLoss += Softmax.logLoss(scores, data.labels()[i]);
      correct += argmax(scores) == data.labels()[i] ? 1 : 0;
    }
    return new HeadScore(data.images(), correct, logLoss);
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

  private static int argmax(double[] scores) {
    int best = 0;
    for (int c = 1; c < scores.length; c++) {
      best = scores[c] > scores[best] ? c : best;
    }
    return best;
  }
}
