package io.graft.config;

import io.graft.engine.Device;
import io.graft.engine.Engine;
import io.graft.error.UserException;
import io.graft.image.DecodeSize;
import java.io.Serializable;

/**
 * What computes the frozen network, on which images.
 *
 * @param batchSize images that are handed to the network at once
 * @param maxPixels width times height of an image; larger ones are quarantined
 * @param maxBytes of an image file; larger ones are quarantined
 * @param decodeSize whether large JPEGs are decoded at a fraction of their size
 * @param maxSeconds of decoding one image; slower ones are quarantined
 */
public record EngineConfig(
    Engine engine,
    Device device,
    int batchSize,
    long maxPixels,
    long maxBytes,
    int maxSeconds,
    DecodeSize decodeSize)
    implements Serializable {

  private static final int MAX_BATCH_SIZE = 1024;

  /** The default where the images of a batch are computed together. */
  private static final int COMPUTED_TOGETHER = 32;

  /** The default where they are not: a batch's pixels stay near the processor's cache. */
  private static final int COMPUTED_ONE_BY_ONE = 8;

  /** An image's bytes are held in one array. */
  private static final long MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

  static EngineConfig read(SettingsReader settings) {
    Engine engine = settings.parsed("engine", Engine::parse, Engine.ONNXRUNTIME);
    Device device = settings.parsed("device", Device::parse, Device.AUTO);
    EngineConfig config =
        new EngineConfig(
            engine,
            device,
            settings
                .optionalSmall("batch-size", 1, MAX_BATCH_SIZE)
                .orElse(defaultBatchSize(engine, device)),
            settings.whole("max-pixels", 1, Long.MAX_VALUE),
            settings.whole("max-bytes", 1, MAX_ARRAY_BYTES),
            settings.small("max-seconds", 1, 86_400),
            settings.parsed("decode", DecodeSize::parse, DecodeSize.FULL));
    return settings.built(config::checked, config);
  }

  private static int defaultBatchSize(Engine engine, Device device) {
    return engine == Engine.DL4J || device == Device.CUDA ? COMPUTED_TOGETHER : COMPUTED_ONE_BY_ONE;
  }

  private EngineConfig checked() {
    if (engine == Engine.DL4J && device == Device.CUDA) {
      throw new UserException(
          "device = cuda can't be had with engine = dl4j: this build carries DL4J for the processor only. Use device cpu or auto.");
    }
    return this;
  }
}
