package io.graft.bundle;

import io.graft.dataset.ContentHash;
import io.graft.engine.OnnxExporter;
import io.graft.error.UserException;
import io.graft.json.Json;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.model.NetworkCutter;
import io.graft.model.Pooling;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * The deployable model: backbone and head in one network, as DL4J zip and as ONNX, with labels,
 * preprocessing and golden images that prove it on every load.
 *
 * @param onnx the network as ONNX, input {@code images [batch, channels, height, width]}, output
 *     {@code features_0 [batch, classes]}: probabilities
 * @param dl4jZip the same network as DL4J's ModelSerializer writes it
 */
public record ModelBundle(BundleInfo info, byte[] onnx, byte[] dl4jZip) {

  /** The bundle's file that is written last. */
  public static final String INFO = "bundle.json";

  private static final String ONNX = "model.onnx";
  private static final String DL4J = "model.zip";
  private static final String GOLDEN = "golden";

  /** The cut that gives the class probabilities of a bundle's network. */
  public static final Cut PROBABILITIES = new Cut(NetworkCutter.HEAD_LAYER, Pooling.NONE);

  /** Bundles a network made by {@link NetworkCutter#withHead}. */
  public static ModelBundle of(BundleInfo info, ComputationGraph network) {
    byte[] onnx = OnnxExporter.export(network, info.readPreprocessing(), List.of(PROBABILITIES));
    try {
      Path zip = Files.createTempFile("graft", ".zip");
      try {
        ModelSerializer.writeModel(network, zip.toFile(), false);
        byte[] dl4jZip = Files.readAllBytes(zip);
        Map<String, String> sha256 =
            Map.of(ONNX, ContentHash.of(onnx), DL4J, ContentHash.of(dl4jZip));
        return new ModelBundle(info.withFiles(new TreeMap<>(sha256)), onnx, dl4jZip);
      } finally {
        Files.delete(zip);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /**
   * Writes the bundle into an empty local folder, {@code bundle.json} last.
   *
   * @param goldenImages the bytes of a few images, which must be good ones
   */
  public void write(Path folder, List<byte[]> goldenImages) throws IOException {
    Files.write(folder.resolve(ONNX), onnx);
    Files.write(folder.resolve(DL4J), dl4jZip);
    try (GoldenImages golden = new GoldenImages(this)) {
      golden.write(folder.resolve(GOLDEN), goldenImages);
    }
    Files.writeString(folder.resolve(INFO), Json.write(info));
  }

  /**
   * Loads a bundle from a local folder and lets it prove itself on its golden images.
   *
   * @throws UserException when a file is missing or damaged, or the network no longer gives the
   *     probabilities it gave when the bundle was made
   */
  public static ModelBundle load(Path folder) {
    try {
      BundleInfo info = Json.read(INFO, Files.readString(folder.resolve(INFO)), BundleInfo.class);
      ModelBundle bundle =
          new ModelBundle(
              info,
              Files.readAllBytes(folder.resolve(ONNX)),
              Files.readAllBytes(folder.resolve(DL4J)));
      bundle.check(ONNX, bundle.onnx());
      bundle.check(DL4J, bundle.dl4jZip());
      try (GoldenImages golden = new GoldenImages(bundle)) {
        golden.prove(folder.resolve(GOLDEN));
      }
      return bundle;
    } catch (NoSuchFileException missing) {
      throw new UserException(
          "The bundle has no %s: it is not a model bundle, or not a whole one. Write it again with train-head or transfer."
              .formatted(Path.of(missing.getFile()).getFileName()),
          missing);
    } catch (IOException unreadable) {
      throw new UserException("The bundle can't be read: " + unreadable.getMessage(), unreadable);
    }
  }

  /**
   * The network as one to graft onto or train further: its head is the classifier.
   *
   * @param name for messages
   */
  public BaseModel asBaseModel(String name) {
    try (var zip = new ByteArrayInputStream(dl4jZip)) {
      return new BaseModel(
          name,
          info.sha256ByFile().get(DL4J),
          ModelSerializer.restoreComputationGraph(zip, false),
          info.readPreprocessing(),
          info.labels());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void check(String file, byte[] bytes) {
    String found = ContentHash.of(bytes);
    if (!found.equals(info.sha256ByFile().get(file))) {
      throw new UserException(
          "The bundle's %s was changed or damaged (sha-256 %s, bundle.json says %s): write the bundle again."
              .formatted(file, found, info.sha256ByFile().get(file)));
    }
  }
}
