package io.graft.config;

import io.graft.error.UserException;
import java.util.List;

/**
 * The lines between the cases, and what evidence is gathered.
 *
 * @param smallBelow images below which data is small
 * @param largeFrom images from which data is large
 * @param maxHours that fine-tuning may take for data between the two to count as large
 * @param sampleImages images that evidence is gathered on
 * @param layers of the layer curve; empty for a choice of {@code curveCuts}
 * @param curveCuts how many layers the curve has
 * @param folds of its cross-validation
 * @param repeats of its cross-validation, each with other folds
 * @param epochs that fine-tuning is reckoned with
 * @param trainingSlowdown how many extractions a training step costs
 * @param maxRelativeDistance from the source, up to which images are similar
 * @param minConfidenceRatio of the classifier's confidence to that on its source images, from which
 *     images are similar
 * @param seeds of the accuracy's mean and spread
 */
public record PlanConfig(
    long smallBelow,
    long largeFrom,
    double maxHours,
    int sampleImages,
    List<String> layers,
    int curveCuts,
    int folds,
    int repeats,
    int epochs,
    double trainingSlowdown,
    double maxRelativeDistance,
    double minConfidenceRatio,
    int seeds) {

  static PlanConfig read(SettingsReader settings) {
    PlanConfig config =
        new PlanConfig(
            settings.whole("plan.small-below", 0, Long.MAX_VALUE),
            settings.whole("plan.large-from", 0, Long.MAX_VALUE),
            settings.fraction("plan.max-hours", 0, 100_000),
            settings.small("plan.sample-images", 20, 100_000),
            settings.texts("plan.layers"),
            settings.small("plan.curve-cuts", 1, 100),
            settings.small("plan.folds", 2, 20),
            settings.small("plan.repeats", 1, 100),
            settings.small("plan.epochs", 1, 100_000),
            settings.fraction("plan.training-slowdown", 1, 10_000),
            settings.fraction("plan.max-relative-distance", 0, 1000),
            settings.fraction("plan.min-confidence-ratio", 0, 1),
            settings.small("plan.seeds", 1, 100));
    return settings.built(config::checked, config);
  }

  private PlanConfig checked() {
    if (smallBelow > largeFrom) {
      throw new UserException(
          "plan.small-below = %d is above plan.large-from = %d: what is small can't be large."
              .formatted(smallBelow, largeFrom));
    }
    return this;
  }
}
