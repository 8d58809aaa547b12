package io.graft.bundle;

import java.util.List;

/**
 * An image that travels with a bundle, and what the bundle said of it when it was made.
 *
 * @param file its name in the folder {@code golden}
 * @param sha256 of its bytes
 * @param probabilities one a class
 */
public record GoldenImage(String file, String sha256, List<Float> probabilities) {

  /** The JSON file beside the images. */
  record Index(List<GoldenImage> images) {}
}
