package io.graft.config;

/** What happens to an output that exists. */
public enum OutputMode {
  /** It is an error. */
  CREATE,
  /** It is replaced once the new one is complete. */
  OVERWRITE
}
