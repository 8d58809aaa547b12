package io.graft.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** The real weights and images that lie beside the project on some machines, never inside it. */
record SharedFiles(Path root) {

  /** Those that the system property {@code graft.shared} names. */
  static SharedFiles ofSystem() {
    return new SharedFiles(Path.of(System.getProperty("graft.shared", "../shared/data")));
  }

  Path path(String relative) throws AbsentException {
    Path path = root.resolve(relative);
    if (!Files.exists(path)) {
      throw new AbsentException(
          path.normalize() + " is absent; set GRAFT_SHARED to where the shared data lies");
    }
    return path;
  }
}
