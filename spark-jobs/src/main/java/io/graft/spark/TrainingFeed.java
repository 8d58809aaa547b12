package io.graft.spark;

import io.graft.config.EngineConfig;
import io.graft.config.FineTuneConfig;
import io.graft.config.FrozenCache;
import io.graft.training.EncodedImageInput;
import io.graft.training.TrainableNetwork;
import io.graft.training.TrainingInput;
import java.util.Optional;

/**
 * What is trained on what: a whole network on images, or its trained layers on what the frozen ones
 * make of the images. Both come to the same network, but for the rounding of floats.
 *
 * @param input how the network reads the examples
 */
record TrainingFeed(TrainableNetwork network, TrainingExamples examples, TrainingInput input) {

  /** Without the frozen layers where the settings allow that, and the network does. */
  static TrainingFeed of(
      TrainableNetwork network,
      TrainingImages images,
      EncodedImageInput input,
      FineTuneConfig settings,
      EngineConfig engine,
      long seed) {
    if (!settings.runsFrozenLayersOnce()) {
      return new TrainingFeed(network, images, input);
    }
    return network
        .tail()
        .map(tail -> cached(tail, images, input, engine, seed))
        .orElseGet(() -> new TrainingFeed(network, images, input));
  }

  /** What may be done to have frozen layers run once; empty where they are, or there are none. */
  Optional<String> note(FineTuneConfig settings) {
    boolean runsThemInEveryEpoch =
        examples instanceof TrainingImages && settings.freezeUntil().isPresent();
    if (!runsThemInEveryEpoch || settings.cache() == FrozenCache.NONE) {
      return Optional.empty();
    }
    return Optional.of(
        "the frozen layers run in every epoch, since "
            + (settings.runsFrozenLayersOnce()
                ? "layers that are trained read the images too. Name a layer for fine-tune.freeze-until that all of them lie behind."
                : "each varies the images anew. Set fine-tune.augmented-views = 5, for example, to run them on five views of each."));
  }

  private static TrainingFeed cached(
      TrainableNetwork tail,
      TrainingImages images,
      EncodedImageInput input,
      EngineConfig engine,
      long seed) {
    FrozenPart part = FrozenPart.below(tail, input.preprocessing(), engine);
    return new TrainingFeed(tail, FrozenOutputs.write(images, input, seed, part), part.output());
  }
}
