package io.graft.config;

import java.util.List;

/**
 * How the linear head is trained.
 *
 * @param regularization the L2 strengths to choose from
 * @param folds of the cross-validation
 * @param maxIterations of L-BFGS
 */
public record HeadConfig(List<Double> regularization, int folds, int maxIterations) {

  static HeadConfig read(SettingsReader settings) {
    return new HeadConfig(
        settings.positives("head.regularization"),
        settings.small("head.folds", 2, 20),
        settings.small("head.max-iterations", 1, 10_000));
  }
}
