package io.graft.spark;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.graft.dataset.ContentHash;
import io.graft.dataset.LabelIndex;
import io.graft.image.Preprocessing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/** Writes a base model with all that belongs beside it. */
public final class BaseModelWriter {

  /** The file name of a written base model. */
  public static final String FILE = "base-model.zip";

  private static final String LABELS = "labels.txt";

  private BaseModelWriter() {}

  /** Writes the network, its preprocessing file and its labels into the folder. */
  public static void write(
      Storage storage,
      Path folder,
      ComputationGraph network,
      Preprocessing preprocessing,
      LabelIndex labels) {
    try {
      java.nio.file.Path local = Files.createDirectory(Storage.temporaryFolder().resolve("model"));
      java.nio.file.Path model = local.resolve(FILE);
      ModelSerializer.writeModel(network, model.toFile(), false);
      Files.writeString(local.resolve(LABELS), String.join("\n", labels.names()) + "\n");
      Files.writeString(
          local.resolve(FILE + ".conf"), sidecar(preprocessing, ContentHash.of(model)));
      storage.uploadFiles(local, folder);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String sidecar(Preprocessing preprocessing, String sha256) {
    Map<String, Object> content =
        Map.of(
            "base-model",
            Map.of("input", preprocessing.toMap(), "labels", LABELS, "sha256", sha256));
    return ConfigFactory.parseMap(content)
        .root()
        .render(ConfigRenderOptions.defaults().setOriginComments(false).setJson(false));
  }
}
