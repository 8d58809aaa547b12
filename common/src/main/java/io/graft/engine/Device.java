package io.graft.engine;

import io.graft.error.UserException;
import java.util.Locale;

/** Where the frozen network is computed. */
public enum Device {
  CPU,
  /** One NVIDIA card; an error where there is none, never a silent fall-back. */
  CUDA,
  /** The card where this build and machine have one, else the processor. */
  AUTO;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads {@code cpu}, {@code cuda} or {@code auto}, in any case. */
  public static Device parse(String text) {
    for (Device device : values()) {
      if (device.text().equalsIgnoreCase(text)) {
        return device;
      }
    }
    throw new UserException("Unknown device '" + text + "': use cpu, cuda or auto.");
  }
}
