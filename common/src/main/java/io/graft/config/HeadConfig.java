package io.graft.config;

import io.graft.training.ClassWeights;
import java.io.Serializable;
import java.util.List;

/**
 * How the head is trained.
 *
 * @param type which kind of head
 * @param regularization the L2 strengths to choose from
 * @param folds of the cross-validation
 * @param maxIterations of L-BFGS
 * @param classWeights how much an image counts, by its class
 * @param inMemoryValues features (images times width) that the driver takes into its memory
 * @param dense layers of a dense head
 */
public record HeadConfig(
    HeadType type,
    List<Double> regularization,
    int folds,
    int maxIterations,
    ClassWeights classWeights,
    long inMemoryValues,
    DenseHeadConfig dense)
    implements Serializable {

  static HeadConfig read(SettingsReader settings) {
    return new HeadConfig(
        settings.parsed("head.type", HeadType::parse, HeadType.LINEAR),
        settings.positives("head.regularization"),
        settings.small("head.folds", 2, 20),
        settings.small("head.max-iterations", 1, 10_000),
        settings.parsed("head.class-weights", ClassWeights::parse, ClassWeights.NONE),
        settings.whole("head.in-memory-values", 0, Integer.MAX_VALUE),
        DenseHeadConfig.read(settings));
  }
}
