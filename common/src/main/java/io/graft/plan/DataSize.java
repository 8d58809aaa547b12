package io.graft.plan;

/** Whether there are enough images to train a whole network. */
public enum DataSize {
  SMALL,
  LARGE
}
