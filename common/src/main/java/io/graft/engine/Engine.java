package io.graft.engine;

import io.graft.error.UserException;
import java.util.Locale;

/** What computes the frozen network. */
public enum Engine {
  /** ONNX Runtime: the fast one. */
  ONNXRUNTIME,
  /** Deeplearning4j with oneDNN: the reference. */
  DL4J;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@code onnxruntime} or {@code dl4j}, in any case. */
  public static Engine parse(String text) {
    for (Engine engine : values()) {
      if (engine.text().equalsIgnoreCase(text)) {
        return engine;
      }
    }
    throw new UserException("Unknown engine '" + text + "': use onnxruntime or dl4j.");
  }
}
