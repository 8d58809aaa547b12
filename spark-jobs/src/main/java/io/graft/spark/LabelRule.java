package io.graft.spark;

/** What becomes of a file without a class. */
public enum LabelRule {
  /** It is quarantined. */
  REQUIRED,
  /** It is as good as any other. */
  OPTIONAL
}
