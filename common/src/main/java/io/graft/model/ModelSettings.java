package io.graft.model;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.graft.error.UserException;
import io.graft.image.Preprocessing;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code X.conf} says of the base model {@code X}.
 *
 * @param input how images are made ready for it
 * @param labels the file of its classes, one a line
 * @param sha256 of the model file, hexadecimal
 * @param architecture the JSON of a Keras model whose HDF5 file holds weights only
 */
record ModelSettings(
    Optional<Preprocessing> input,
    Optional<String> labels,
    Optional<String> sha256,
    Optional<String> architecture) {

  private static final String BLOCK = "base-model";
  private static final Set<String> KEYS = Set.of("input", "labels", "sha256", "architecture");

  /**
   * Reads the file; all is empty where there is none.
   *
   * @throws UserException when it is no such file, with what is wrong in it
   */
  static ModelSettings read(ModelFolder folder, String modelName) {
    String name = modelName + ".conf";
    Optional<Path> file = folder.file(name);
    if (file.isEmpty()) {
      return new ModelSettings(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
    try {
      Config whole = ConfigFactory.parseFile(file.get().toFile()).resolve();
      refuseUnknown(name, "", whole, Set.of(BLOCK));
      Config block = whole.getConfig(BLOCK);
      refuseUnknown(name, BLOCK + ".", block, KEYS);
      return new ModelSettings(
          block.hasPath("input")
              ? Optional.of(Preprocessing.fromConfig(block.getConfig("input")))
              : Optional.empty(),
          text(block, "labels"),
          text(block, "sha256"),
          text(block, "architecture"));
    } catch (ConfigException broken) {
      throw new UserException(
          "%s can't be read: %s. It holds one block base-model { input { ... } }."
              .formatted(name, broken.getMessage()),
          broken);
    }
  }

  private static Optional<String> text(Config block, String key) {
    return block.hasPath(key) ? Optional.of(block.getString(key)) : Optional.empty();
  }

  private static void refuseUnknown(String name, String prefix, Config block, Set<String> known) {
    for (String key : block.root().keySet()) {
      if (!known.contains(key)) {
        throw new UserException(
            "%s: unknown key %s%s; known here: %s."
                .formatted(name, prefix, key, String.join(", ", new TreeSet<>(known))));
      }
    }
  }
}
