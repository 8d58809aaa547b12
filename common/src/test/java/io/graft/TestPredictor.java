package io.graft;

import io.graft.engine.Device;
import io.graft.engine.OnnxExporter;
import io.graft.engine.OnnxFeatureExtractor;
import io.graft.image.BadImageException;
import io.graft.image.ImageLoader;
import io.graft.image.Preprocessing;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Decodes, preprocesses and runs one image file after the other on ONNX Runtime. */
public final class TestPredictor implements AutoCloseable {

  private static final int MAX_PIXELS = 100_000_000;

  private final ImageLoader loader;
  private final OnnxFeatureExtractor network;
  private final FloatBuffer pixels;

  public TestPredictor(BaseModel model, List<Cut> cuts, Preprocessing preprocessing) {
    this.loader = new ImageLoader(preprocessing, MAX_PIXELS);
    byte[] exported = OnnxExporter.export(model.network(), preprocessing, cuts);
    this.network = new OnnxFeatureExtractor(exported, preprocessing, 1, Device.CPU);
    this.pixels =
        ByteBuffer.allocateDirect(3 * preprocessing.height() * preprocessing.width() * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  /** The features of each cut. */
  public float[][] read(Path image) throws IOException, BadImageException {
    loader.load(Files.readAllBytes(image), pixels.clear());
    float[][][] features = network.extract(pixels, 1);
    float[][] ofImage = new float[features.length][];
    for (int cut = 0; cut < features.length; cut++) {
      ofImage[cut] = features[cut][0];
    }
    return ofImage;
  }

  /** The index of the largest value. */
  public static int largest(float[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = values[i] > values[largest] ? i : largest;
    }
    return largest;
  }

  @Override
  public void close() {
    loader.close();
    network.close();
  }
}
