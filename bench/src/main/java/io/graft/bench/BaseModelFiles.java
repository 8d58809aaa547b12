package io.graft.bench;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.graft.image.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.util.ModelSerializer;

/**
 * The base models as files with their preprocessing beside them: pretrained ones from the shared
 * data, the others built.
 *
 * @param folder where built ones are written
 */
record BaseModelFiles(SharedFiles shared, Path folder) {

  /**
   * The network's file.
   *
   * @throws AbsentException where it should be in the shared data and is not
   */
  Path file(Network network) throws IOException, AbsentException {
    return switch (network) {
      case MOBILENET_QUARTER -> shared.path("weights/mobilenet_v1_0.25_224.h5");
      case SQUEEZENET -> shared.path("weights/squeezenet_v1.1_227.h5");
      case MOBILENET, RESNET -> built(network, folder);
    };
  }

  /** Writes the network with random weights into the folder. */
  static Path built(Network network, Path folder) throws IOException {
    Path file = folder.resolve(network.text() + ".zip");
    ModelSerializer.writeModel(network.build(), file.toFile(), false);
    Files.writeString(conf(file), settings(network.preprocessing()));
    return file;
  }

  /** The settings that lie beside a base model. */
  static Path conf(Path baseModel) {
    return Path.of(baseModel + ".conf");
  }

  /** Reads the preprocessing that lies beside a base model. */
  static Preprocessing preprocessing(Path baseModel) {
    return Preprocessing.fromConfig(
        ConfigFactory.parseFile(conf(baseModel).toFile()).getConfig("base-model.input"));
  }

  private static String settings(Preprocessing preprocessing) {
    return ConfigFactory.parseMap(Map.of("base-model", Map.of("input", preprocessing.toMap())))
        .root()
        .render(ConfigRenderOptions.defaults().setOriginComments(false).setJson(false));
  }
}
