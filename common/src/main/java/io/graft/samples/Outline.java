package io.graft.samples;

/** A shape in its own frame, where it fills about the unit circle, as a signed distance. */
@FunctionalInterface
interface Outline {

  /** Distance to the edge: negative inside, in units of the shape's radius. */
  double distance(Point point);
}
