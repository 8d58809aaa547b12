package io.graft.bench;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All figures of one network on one image set.
 *
 * @param images that Graft extracted in each run
 * @param extraction Graft's stages from the first image to the written features
 * @param steady the extraction's images/s once it has started up; empty where not known
 * @param command Graft's whole command, from the start of its JVM to its end
 * @param forward the network alone, on tensors
 * @param decode the images alone, from file to tensor
 * @param dl4j the extraction on DL4J as it ships, once it has started up; empty where left out or
 *     failed
 */
record Cell(
    Network network,
    ImageSet set,
    int images,
    Measurement extraction,
    OptionalDouble steady,
    Measurement command,
    Measurement forward,
    Measurement decode,
    Optional<Measurement> dl4j) {

  double floor() {
    return Floor.of(decode.median(), forward.median());
  }

  boolean reachesFloor() {
    return extraction.median() >= floor();
  }
}
