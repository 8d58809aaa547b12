package io.graft.model;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import io.graft.SharedData;
import io.graft.TestNetworks;
import io.graft.image.Preprocessing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;

/** Writes model files into a temporary folder, and loads them. */
final class ModelFiles {

  /** A preprocessing block for networks of three channels. */
  static final String CONF =
      """
      base-model {
        input { height = 6, width = 5, channel-order = RGB, resize = stretch,
                mean = [0, 0, 0], std = [1, 1, 1] }
      }
      """;

  private ModelFiles() {}

  /** A DL4J zip with its preprocessing beside it, three channels. */
  static void save(Path folder, String name, Model network, int height, int width) {
    try {
      ModelSerializer.writeModel(network, folder.resolve(name).toFile(), false);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Preprocessing preprocessing = TestNetworks.preprocessing(3, height, width);
    write(
        folder.resolve(name + ".conf"),
        ConfigValueFactory.fromMap(Map.of("base-model", Map.of("input", preprocessing.toMap())))
            .render(ConfigRenderOptions.concise()));
  }

  static BaseModel load(Path folder, String name) {
    return new BaseModelLoader(ModelFolder.local(folder), name).load(Optional.empty());
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Copies a file of the shared weights. */
  static void copy(String name, Path folder) {
    try {
      Files.copy(SharedData.path("weights/" + name), folder.resolve(name));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
