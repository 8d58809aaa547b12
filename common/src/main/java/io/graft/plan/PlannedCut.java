package io.graft.plan;

/** A cut as the plan names it: a layer, and how its feature maps are pooled. */
public record PlannedCut(String layer, String pooling) {

  @Override
  public String toString() {
    return layer + " (" + pooling + ")";
  }
}
