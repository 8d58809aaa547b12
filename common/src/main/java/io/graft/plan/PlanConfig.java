package io.graft.plan;

/**
 * The lines between the cases, and what evidence is gathered.
 *
 * @param smallBelow images below which data is small
 * @param largeFrom images from which data is large
 * @param maxHours that fine-tuning may take for data between the two to count as large
 * @param sampleImages images that evidence is gathered on
 * @param curveCuts cuts of the layer curve
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
    int curveCuts,
    int folds,
    int repeats,
    int epochs,
    double trainingSlowdown,
    double maxRelativeDistance,
    double minConfidenceRatio,
    int seeds) {}
