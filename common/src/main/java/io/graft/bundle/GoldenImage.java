package io.graft.bundle;

import java.util.List;

/**
 * An image that travels with a bundle, and what the bundle said of it when it was made.
 *
 * @param file its name in the folder {@code golden}
 * @param probabilities one a class
 */
public record GoldenImage(String file, List<Float> probabilities) {

  /** The JSON file beside the images. */
  record Index(List<GoldenImage> images) {}
}
