package io.graft.config;

import io.graft.image.PreprocessingPreset;
import io.graft.model.Pooling;
import java.util.Optional;

/**
 * How the base model is cut.
 *
 * @param transferCase of the four cases of transfer learning, 1 to 4
 * @param cut the layer; empty for the default, before the classifier
 */
public record BackboneConfig(
    int transferCase,
    Optional<String> cut,
    Pooling pooling,
    Optional<PreprocessingPreset> preprocessing) {}
