package io.graft.bench;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * All figures of one network on one image set.
 *
 * @param images that Graft extracted in each round
 * @param rounds at least one
 * @param steady the extraction's images/s once it has started up; empty where not known
 * @param dl4j the extraction on DL4J as it ships, once it has started up; empty where left out or
 *     failed
 */
record Cell(
    Network network,
    ImageSet set,
    int images,
    List<Round> rounds,
    OptionalDouble steady,
    Optional<Measurement> dl4j) {

  /** One part of all rounds. */
  Measurement of(Function<Round, Measurement> part) {
    return Measurement.of(rounds.stream().map(part).toList());
  }

  /** Graft's extraction in all rounds. */
  Measurement extraction() {
    return of(Round::extraction);
  }

  double floor() {
    return new Measurement(rounds.stream().map(Round::floor).toList(), 0).median();
  }

  /** Of the floor of the same round, each. */
  Measurement sharesOfFloor() {
    return new Measurement(rounds.stream().map(Round::shareOfFloor).toList(), 0);
  }
}
