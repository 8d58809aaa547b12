package io.graft.samples;

/** What an image shows, as the colour at a place. */
@FunctionalInterface
interface Picture {

  /** The colour at a place in pixels; channels out of [0, 1] are clamped later. */
  Color at(Point pixel);
}
