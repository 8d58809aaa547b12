package io.graft;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The real weights and images that lie beside the project on some machines, never inside it. */
public final class SharedData {

  private SharedData() {}

  /** A path below the shared data; skips the test, saying why, where it is absent. */
  public static Path path(String relative) {
    Path path = Path.of(System.getProperty("graft.shared", "../shared/data"), relative);
    assumeTrue(
        Files.exists(path),
        () -> "skipped: " + path + " is absent; set -Dgraft.shared to where the shared data lies");
    return path;
  }
}
