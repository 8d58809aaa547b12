package io.graft.plan;

import io.graft.config.PlanConfig;

/**
 * What either way would cost here.
 *
 * @param imagesPerSecond of extraction, measured on the sample
 * @param frozenSeconds to extract the features of all images once
 * @param fineTuneSeconds to train the whole network for the epochs, estimated: a training step is
 *     taken to cost so many extractions as the setting plan.training-slowdown says
 */
public record CostEvidence(
    double imagesPerSecond, double frozenSeconds, double fineTuneSeconds, int epochs) {

  /** The costs of a set of images at a measured rate. */
  public static CostEvidence of(long images, double imagesPerSecond, PlanConfig config) {
    double frozen = images / imagesPerSecond;
    return new CostEvidence(
        imagesPerSecond,
        frozen,
        frozen * config.trainingSlowdown() * config.epochs(),
        config.epochs());
  }
}
