package io.graft.bench;

/**
 * One run of Graft, and its parts in turns with it.
 *
 * @param extraction Graft's stages from the first image to the written features
 * @param command Graft's whole command, from the start of its JVM to its end
 * @param forward the network alone, on tensors
 * @param decode the images alone, from file to tensor
 */
record Round(Measurement extraction, Measurement command, Measurement forward, Measurement decode) {

  double floor() {
    return Floor.of(decode.median(), forward.median());
  }

  /** At least 1 where the extraction reaches the floor. */
  double shareOfFloor() {
    return extraction.median() / floor();
  }
}
