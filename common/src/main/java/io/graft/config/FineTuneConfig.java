package io.graft.config;

import io.graft.error.UserException;
import io.graft.training.ClassWeights;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a whole network is trained across the cluster.
 *
 * @param initialization of the backbone
 * @param successGate validation accuracy below which pretrained weights have not succeeded, as a
 *     share of the way from the majority class to 1
 * @param freezeUntil this layer and all that it is computed from stay as they are
 * @param cache of what frozen layers make of the images
 * @param blockRates the layers up to each one's, behind the one before, learn at its factor of the
 *     rate; in the network's order
 * @param epochs at most
 * @param batchSize images of a worker's minibatch
 * @param workers that train side by side; empty for as many as Spark has task slots
 * @param averagingFrequency minibatches of each worker between two averagings
 * @param augmentedViews variations of each image, which epochs take in turn; empty for another one
 *     in each epoch
 * @param labelSmoothing share of the target probability that is spread over all classes
 * @param patience epochs without a better validation loss after which training stops
 * @param checkpointRounds rounds between two checkpoints
 * @param checkpointsKept the last so many
 */
public record FineTuneConfig(
    Initialization initialization,
    double successGate,
    HeadStart headStart,
    Optional<String> freezeUntil,
    FrozenCache cache,
    List<BlockRate> blockRates,
    int epochs,
    int batchSize,
    OptionalInt workers,
    int averagingFrequency,
    OptimizerConfig optimizer,
    AugmentationConfig augmentation,
    OptionalInt augmentedViews,
    double labelSmoothing,
    ClassWeights classWeights,
    int patience,
    int checkpointRounds,
    int checkpointsKept) {

  /** What the new head starts from. */
  public enum HeadStart {
    /** Trained on the frozen backbone's features first (Kumar et al., 2022). */
    FEATURES,
    /** Random weights. */
    RANDOM;

    static HeadStart parse(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "features" -> FEATURES;
        case "random" -> RANDOM;
        default -> throw new UserException("'%s': allowed are features, random.".formatted(text));
      };
    }
  }

  /**
   * Layers that learn more slowly.
   *
   * @param layer the last of them
   * @param factor of the learning rate, 0 to 1
   */
  public record BlockRate(String layer, double factor) implements Serializable {

    private static final Pattern TEXT = Pattern.compile("(.+):(0|1|0?\\.\\d+|1\\.0+)");

    static BlockRate parse(String text) {
      Matcher parts = TEXT.matcher(text);
      if (!parts.matches()) {
        throw new UserException(
            "'%s': write LAYER:FACTOR with a factor from 0 to 1, such as conv2:0.1."
                .formatted(text));
      }
      return new BlockRate(parts.group(1), Double.parseDouble(parts.group(2)));
    }
  }

  /** Reads the settings as they stand, a preset's values among them. */
  static FineTuneConfig read(SettingsReader settings) {
    FineTuneConfig config =
        new FineTuneConfig(
            settings.parsed("fine-tune.init", Initialization::parse, Initialization.PRETRAINED),
            settings.fraction("fine-tune.success-gate", 0, 1),
            settings.parsed("fine-tune.head-start", HeadStart::parse, HeadStart.FEATURES),
            settings.text("fine-tune.freeze-until"),
            settings.parsed("fine-tune.cache", FrozenCache::parse, FrozenCache.AUTO),
            settings.parsedTexts("fine-tune.block-rates", BlockRate::parse, List.of()),
            settings.small("fine-tune.epochs", 1, 100_000),
            settings.small("fine-tune.batch-size", 1, 65_536),
            settings.optionalSmall("fine-tune.workers", 1, 100_000),
            settings.small("fine-tune.averaging-frequency", 1, 100_000),
            OptimizerConfig.read(settings),
            AugmentationConfig.read(settings),
            settings.optionalSmall("fine-tune.augmented-views", 1, 100_000),
            settings.fraction("fine-tune.label-smoothing", 0, 0.9),
            settings.parsed("fine-tune.class-weights", ClassWeights::parse, ClassWeights.NONE),
            settings.small("fine-tune.patience", 1, 100_000),
            settings.small("fine-tune.checkpoint-rounds", 1, 1_000_000),
            settings.small("fine-tune.checkpoints-kept", 1, 1000));
    return settings.built(config::checked, config);
  }

  /** The same with the learning rate that so many workers train at. */
  public FineTuneConfig forWorkers(int count) {
    return new FineTuneConfig(
        initialization,
        successGate,
        headStart,
        freezeUntil,
        cache,
        blockRates,
        epochs,
        batchSize,
        workers,
        averagingFrequency,
        optimizer.forWorkers(count),
        augmentation,
        augmentedViews,
        labelSmoothing,
        classWeights,
        patience,
        checkpointRounds,
        checkpointsKept);
  }

  /**
   * How many variations of each image training sees, at most; {@link Integer#MAX_VALUE} where every
   * epoch has its own.
   */
  public int views() {
    if (augmentation.leavesImagesAsTheyAre()) {
      return 1;
    }
    return augmentedViews.isPresent()
        ? Math.min(augmentedViews.getAsInt(), epochs)
        : Integer.MAX_VALUE;
  }

  /** Whether frozen layers run once on each view of an image, and not in every epoch. */
  public boolean runsFrozenLayersOnce() {
    return cache == FrozenCache.AUTO && freezeUntil.isPresent() && views() < Integer.MAX_VALUE;
  }

  private FineTuneConfig checked() {
    if (optimizer.warmUpEpochs() > epochs) {
      throw new UserException(
          "fine-tune.optimizer.warm-up-epochs = %s is more than fine-tune.epochs = %d: the rate would never be reached."
              .formatted(optimizer.warmUpEpochs(), epochs));
    }
    if (freezeUntil.isPresent() && initialization != Initialization.PRETRAINED) {
      throw new UserException(
          "fine-tune.freeze-until = %s with fine-tune.init = %s: random weights must not be frozen. Leave one of them out."
              .formatted(freezeUntil.get(), initialization.name().toLowerCase(Locale.ROOT)));
    }
    return this;
  }
}
