package io.graft.bench;

import java.util.List;
import java.util.OptionalInt;

/**
 * Which plans are measured.
 *
 * @param sets folders of the shared image sets, which have the splits train and test
 * @param images in each timed pass, repeated from the set; by default the set as it is
 * @param repeat timed passes of each kind
 * @param cores Spark tasks at once
 * @param heap of each JVM, as {@code -Xmx} takes it
 */
record PlanSettings(
    List<Network> networks,
    List<String> sets,
    OptionalInt images,
    int repeat,
    int cores,
    String heap) {

  /** The base models with pretrained weights: a plan for random ones says nothing. */
  static final List<Network> NETWORKS = List.of(Network.MOBILENET_QUARTER, Network.SQUEEZENET);

  /** The shared sets that are small enough for cases 1 and 2. */
  static final List<String> SETS =
      List.of("hymenoptera", "cats_dogs", "dtd10_textures", "brain_mri");
}
