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
 * <p>Every call computes a full batch, so that the arithmetic of an image, and with it the last bit
 * of its features, does not depend on how many others came along.
 */
public final class OnnxFeatureExtractor implements FeatureExtractor {

  private final OrtSession session;
  private final long[] inputShape;
  private final int outputs;

  /**
   * Opens a session.
   *
   * @param model from {@link OnnxExporter}
   * @throws UserException when the device can't be had, with the reason
   */
  public OnnxFeatureExtractor(
      byte[] model, Preprocessing preprocessing, int batchSize, Device device) {
    this.inputShape =
        new long[] {
          batchSize,
          preprocessing.channelOrder().channels(),
          preprocessing.height(),
          preprocessing.width()
        };
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      useDevice(options, device);
      this.session = OrtEnvironment.getEnvironment().createSession(model, options);
      this.outputs = Math.toIntExact(session.getNumOutputs());
    } catch (OrtException failed) {
      throw new IllegalStateException("ONNX Runtime refuses the exported network", failed);
    }
  }

  @Override
  public float[][][] extract(FloatBuffer images, int count) {
    if (count < 1 || count > batchSize()) {
      throw new IllegalArgumentException(count + " images in a batch of " + batchSize());
    }
    FloatBuffer batch = images.duplicate().clear();
    batch.limit(Math.toIntExact(elements()));
    try (OnnxTensor input =
            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), batch, inputShape);
        OrtSession.Result result = session.run(Map.of(OnnxExporter.INPUT, input))) {
      float[][][] features = new float[outputs][][];
      for (int cut = 0; cut < outputs; cut++) {
        features[cut] =
            rows((OnnxTensor) result.get(OnnxExporter.outputName(cut)).orElseThrow(), count);
      }
      return features;
    } catch (OrtException failed) {
      throw new IllegalStateException("ONNX Runtime failed on a batch", failed);
    }
  }

  @Override
  public int batchSize() {
    return Math.toIntExact(inputShape[0]);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException failed) {
      throw new IllegalStateException("ONNX Runtime could not close a session", failed);
    }
  }

  private long elements() {
    return inputShape[0] * inputShape[1] * inputShape[2] * inputShape[3];
  }

  private static float[][] rows(OnnxTensor tensor, int count) {
    int width = Math.toIntExact(tensor.getInfo().getShape()[1]);
    FloatBuffer values = tensor.getFloatBuffer();
    float[][] rows = new float[count][width];
    for (float[] row : rows) {
      values.get(row);
    }
    return rows;
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

  private static void useDevice(OrtSession.SessionOptions options, Device device)
      throws OrtException {
    require(device);
    if (device != Device.CPU && hasCuda()) {
      options.addCUDA();
    }
  }

  private static boolean hasCuda() {
    return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
  }
}
