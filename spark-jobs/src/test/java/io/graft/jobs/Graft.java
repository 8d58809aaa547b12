package io.graft.jobs;

import io.graft.config.EngineConfig;
import io.graft.engine.Device;
import io.graft.engine.Engine;
import io.graft.image.DecodeSize;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Runs commands in this JVM through the real entry point. */
final class Graft {

  /** The limits of the configuration as it comes. */
  static final EngineConfig ENGINE =
      new EngineConfig(
          Engine.ONNXRUNTIME, Device.CPU, 32, 100_000_000, 100_000_000, 60, DecodeSize.FULL);

  private Graft() {}

  /** What a command did: its exit code and what it printed. */
  record Run(int code, String out, String err) {}

  static Run run(Object... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    try {
      String[] texts = new String[arguments.length];
      for (int i = 0; i < arguments.length; i++) {
        texts[i] = arguments[i].toString();
      }
      int code = Main.run(texts);
      return new Run(
          code,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** The repository's root. */
  static Path home() {
    return Path.of(System.getProperty("graft.home", "..")).toAbsolutePath().normalize();
  }

  static Path samples(String set) {
    return home().resolve("data-samples").resolve(set);
  }

  static Path baseModel() {
    return samples("base-model").resolve("base-model.zip");
  }
}
