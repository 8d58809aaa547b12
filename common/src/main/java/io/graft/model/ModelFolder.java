package io.graft.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where a base model's files lie; gives local copies of them by name. */
@FunctionalInterface
public interface ModelFolder {

  /** A local copy of the file of that name, or empty when there is none. */
  Optional<Path> file(String name);

  /** The folder of a local file. */
  static ModelFolder local(Path folder) {
    return name -> Optional.of(folder.resolve(name)).filter(Files::isRegularFile);
  }
}
