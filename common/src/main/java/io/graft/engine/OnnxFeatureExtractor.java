package io.graft.engine;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import io.graft.error.UserException;
import io.graft.image.Preprocessing;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * A frozen network on ONNX Runtime. One session is shared by all tasks of a JVM, each computing on
 * its own thread.
 *
 * <p>On a processor a batch is computed image by image: the maps of one image stay in its cache,
 * those of many go by way of memory (MobileNet 0.25 runs a quarter faster than in batches of 32).
 * On a card every pass has the full batch. So the arithmetic of an image, and with it the last bit
 * of its features, never depends on how many others came along.
 */
public final class OnnxFeatureExtractor implements FeatureExtractor {

  private final OrtSession session;
  private final int batchSize;
  private final long[] passShape;
  private final int outputs;

  /**
   * Opens a session.
   *
   * @param model from {@link OnnxExporter}
   * @throws UserException when the device can't be had, with the reason
   */
  public OnnxFeatureExtractor(
      byte[] model, Preprocessing preprocessing, int batchSize, Device device) {
    require(device);
    boolean onCard = device != Device.CPU && hasCuda();
    this.batchSize = batchSize;
    this.passShape =
        new long[] {
          onCard ? batchSize : 1,
          preprocessing.channelOrder().channels(),
          preprocessing.height(),
          preprocessing.width()
        };
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      if (onCard) {
        options.addCUDA();
      }
      this.session = OrtEnvironment.getEnvironment().createSession(model, options);
      this.outputs = Math.toIntExact(session.getNumOutputs());
    } catch (OrtException failed) {
      throw new IllegalStateException("ONNX Runtime refuses the exported network", failed);
    }
  }

  @Override
  public float[][][] extract(FloatBuffer images, int count) {
    if (count < 1 || count > batchSize) {
      throw new IllegalArgumentException(count + " images in a batch of " + batchSize);
    }
    float[][][] features = new float[outputs][count][];
    int passImages = Math.toIntExact(passShape[0]);
    for (int first = 0; first < count; first += passImages) {
      try (OnnxTensor input = tensor(images, first);
          OrtSession.Result result = session.run(Map.of(OnnxExporter.INPUT, input))) {
        int last = Math.min(count, first + passImages);
        for (int cut = 0; cut < outputs; cut++) {
          OnnxTensor output = (OnnxTensor) result.get(OnnxExporter.outputName(cut)).orElseThrow();
          copyRows(output, features[cut], first, last);
        }
      } catch (OrtException failed) {
        throw new IllegalStateException("ONNX Runtime failed on a batch", failed);
      }
    }
    return features;
  }

  /** The images of a pass, where they lie. */
  private OnnxTensor tensor(FloatBuffer images, int first) throws OrtException {
    long imageElements = passShape[1] * passShape[2] * passShape[3];
    FloatBuffer pass =
        images
            .duplicate()
            .clear()
            .position(Math.toIntExact(first * imageElements))
            .limit(Math.toIntExact((first + passShape[0]) * imageElements));
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), pass, passShape);
  }

  private static void copyRows(OnnxTensor output, float[][] rows, int first, int last) {
    int width = Math.toIntExact(output.getInfo().getShape()[1]);
    FloatBuffer values = output.getFloatBuffer();
    for (int row = first; row < last; row++) {
      rows[row] = new float[width];
      values.get(rows[row]);
    }
  }

  @Override
  public int batchSize() {
    return batchSize;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException failed) {
      throw new IllegalStateException("ONNX Runtime could not close a session", failed);
    }
  }

  /**
   * Refuses a device that this build can't use, before any work is sent to it.
   *
   * @throws UserException with the reason
   */
  public static void require(Device device) {
    if (device == Device.CUDA && !hasCuda()) {
      throw new UserException(
          "Device cuda can't be had: this build of Graft carries ONNX Runtime for the processor only. Use --device cpu or auto.");
    }
  }

  private static boolean hasCuda() {
    return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
  }
}
