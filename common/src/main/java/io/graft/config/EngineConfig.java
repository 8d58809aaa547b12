package io.graft.config;

import io.graft.engine.Device;
import io.graft.engine.Engine;
import java.io.Serializable;

/**
 * What computes the frozen network, on which images.
 *
 * @param maxPixels width times height of an image; larger ones are quarantined
 * @param maxBytes of an image file; larger ones are quarantined
 */
public record EngineConfig(
    Engine engine, Device device, int batchSize, long maxPixels, long maxBytes)
    implements Serializable {}
