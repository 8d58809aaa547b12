package io.graft.spark;

import io.graft.config.EngineConfig;
import io.graft.dataset.ContentHash;
import io.graft.engine.Dl4jFeatureExtractor;
import io.graft.engine.Engine;
import io.graft.engine.FeatureExtractor;
import io.graft.engine.OnnxExporter;
import io.graft.engine.OnnxFeatureExtractor;
import io.graft.image.Preprocessing;
import io.graft.model.Cut;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A frozen network as it travels to the executors.
 *
 * @param model ONNX or a DL4J zip, as the engine reads it
 * @param key tells two specs apart that need different sessions
 */
public record NetworkSpec(
    byte[] model, List<Cut> cuts, Preprocessing preprocessing, EngineConfig engine, String key)
    implements Serializable {

  /** Packs the network for the engine, up to the cuts. */
  public static NetworkSpec of(
      ComputationGraph network, List<Cut> cuts, Preprocessing preprocessing, EngineConfig engine) {
    byte[] model =
        engine.engine() == Engine.ONNXRUNTIME
            ? OnnxExporter.export(network, preprocessing, cuts)
            : zip(network);
    return ofModel(model, cuts, preprocessing, engine);
  }

  /**
   * Packs a model that is in the engine's format already.
   *
   * @param model ONNX with one output a cut, or a DL4J zip
   * @throws io.graft.error.UserException when the engine's device can't be had
   */
  public static NetworkSpec ofModel(
      byte[] model, List<Cut> cuts, Preprocessing preprocessing, EngineConfig engine) {
    if (engine.engine() == Engine.ONNXRUNTIME) {
      OnnxFeatureExtractor.require(engine.device());
    }
    String key = ContentHash.of(model) + cuts + preprocessing + engine;
    return new NetworkSpec(model, List.copyOf(cuts), preprocessing, engine, key);
  }

  /** Opens the network on this JVM. */
  FeatureExtractor open() {
    if (engine.engine() == Engine.ONNXRUNTIME) {
      return new OnnxFeatureExtractor(model, preprocessing, engine.batchSize(), engine.device());
    }
    try (var in = new ByteArrayInputStream(model)) {
      ComputationGraph network = ModelSerializer.restoreComputationGraph(in, false);
      return new Dl4jFeatureExtractor(network, cuts, preprocessing, engine.batchSize());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static byte[] zip(ComputationGraph network) {
    try (var out = new ByteArrayOutputStream()) {
      ModelSerializer.writeModel(network, out, false);
      return out.toByteArray();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
