package io.graft.spark;

import io.graft.config.EngineConfig;
import io.graft.dataset.ContentHash;
import io.graft.engine.Device;
import io.graft.engine.Engine;
import io.graft.image.DecodeSize;
import io.graft.model.BaseModel;
import io.graft.model.BaseModelLoader;
import io.graft.model.Cut;
import io.graft.model.Pooling;
import io.graft.spark.ImageInput.Trust;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;

/** The sample base model, without Spark, in batches of four, and small images for it. */
final class SampleNetwork {

  static final int BATCH_SIZE = 4;
  static final NetworkSpec SPEC = spec();

  private SampleNetwork() {}

  static ImageFiles files() {
    return new ImageFiles(new Configuration(false), 1 << 30);
  }

  static ExtractLane lane(Duration limit) {
    return lane(SPEC, limit);
  }

  static ExtractLane lane(NetworkSpec spec, Duration limit) {
    return new ExtractLane(spec, new ImageInputLoader(spec, files(), Trust.UNKNOWN, limit));
  }

  /** For who counts a network's users: lanes of earlier tests may still be at work on the other. */
  static NetworkSpec unshared(String key) {
    return new NetworkSpec(SPEC.model(), SPEC.cuts(), SPEC.preprocessing(), SPEC.engine(), key);
  }

  /** An image that was read before. */
  static ImageInput input(String uri, byte[] content) {
    return new ImageInput(
        new ImageEntry(uri, null, null, content.length, 0, ContentHash.of(content), null),
        content,
        null,
        Trust.UNKNOWN);
  }

  /** An image that is none like another seed's. */
  static byte[] png(int seed) {
    BufferedImage image = new BufferedImage(30, 30, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    graphics.setColor(new Color(40 * seed % 256, 90, 7 * seed % 256));
    graphics.fillRect(seed % 10, 3, 15, 12);
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return out.toByteArray();
  }

  private static NetworkSpec spec() {
    Path folder = Path.of("../data-samples/base-model");
    BaseModel model =
        new BaseModelLoader(
                new Storage(new Configuration(false))
                    .modelFolder(new org.apache.hadoop.fs.Path(folder.toUri())),
                "base-model.zip")
            .load(Optional.empty());
    return NetworkSpec.of(
        model.network(),
        List.of(new Cut("conv3_features", Pooling.AVERAGE)),
        model.preprocessing(),
        new EngineConfig(
            Engine.ONNXRUNTIME,
            Device.CPU,
            BATCH_SIZE,
            100_000_000,
            100_000_000,
            60,
            DecodeSize.FULL));
  }

  /** Whether it comes to be so, which it is given time for. */
  static boolean inTime(BooleanSupplier so) throws InterruptedException {
    for (int i = 0; i < 200 && !so.getAsBoolean(); i++) {
      Thread.sleep(100);
    }
    return so.getAsBoolean();
  }
}
