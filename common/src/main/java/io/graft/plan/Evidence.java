package io.graft.plan;

/**
 * All that the decision rests on.
 *
 * @param confidence of the base model's own classifier on the images; null where it has none
 * @param sourceConfidence the same on its source images; null where that is not known
 * @param distance from the source's classes; null where their statistics are not known
 */
public record Evidence(
    SizeEvidence size,
    LayerCurve layers,
    ClassifierConfidence confidence,
    ClassifierConfidence sourceConfidence,
    SourceDistance distance,
    CostEvidence cost) {}
