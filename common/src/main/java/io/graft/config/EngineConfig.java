package io.graft.config;

import io.graft.engine.Device;
import io.graft.engine.Engine;
import io.graft.error.UserException;
import java.io.Serializable;

/**
 * What computes the frozen network, on which images.
 *
 * @param batchSize images that the network computes at once
 * @param maxPixels width times height of an image; larger ones are quarantined
 * @param maxBytes of an image file; larger ones are quarantined
 */
public record EngineConfig(
    Engine engine, Device device, int batchSize, long maxPixels, long maxBytes)
    implements Serializable {

  static EngineConfig read(SettingsReader settings) {
    EngineConfig config =
        new EngineConfig(
            settings.parsed("engine", Engine::parse, Engine.ONNXRUNTIME),
            settings.parsed("device", Device::parse, Device.AUTO),
            settings.small("batch-size", 1, 1024),
            settings.whole("max-pixels", 1, Long.MAX_VALUE),
            settings.whole("max-bytes", 1, Integer.MAX_VALUE));
    return settings.built(config::checked, config);
  }

  private EngineConfig checked() {
    if (engine == Engine.DL4J && device == Device.CUDA) {
      throw new UserException(
          "device = cuda can't be had with engine = dl4j: this build carries DL4J for the processor only. Use device cpu or auto.");
    }
    return this;
  }
}
