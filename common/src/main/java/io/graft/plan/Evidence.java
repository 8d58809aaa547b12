package io.graft.plan;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;

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
    @JsonSetter(nulls = Nulls.SET) ClassifierConfidence confidence,
    @JsonSetter(nulls = Nulls.SET) ClassifierConfidence sourceConfidence,
    @JsonSetter(nulls = Nulls.SET) SourceDistance distance,
    CostEvidence cost) {}
