package io.graft.plan;

/** Whether what the late layers of the base model have learned serves the new images. */
public enum Similarity {
  SIMILAR,
  DIFFERENT
}
