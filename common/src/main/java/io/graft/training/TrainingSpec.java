package io.graft.training;

import io.graft.config.AugmentationConfig;
import io.graft.image.Preprocessing;
import java.io.Serializable;

/**
 * What every worker has to know, the same for a whole training.
 *
 * @param network DL4J's configuration of the network that is trained, as JSON: optimiser, rates,
 *     frozen layers and loss included
 * @param preprocessing of its images
 * @param classes of its output
 * @param labelSmoothing share of the target probability that is spread over all classes
 * @param maxPixels the most pixels that an image may have
 * @param images of the training set
 * @param workers that train side by side
 * @param batchSize images of a worker's minibatch
 * @param averagingFrequency minibatches of each worker between two averagings
 * @param seed of order, augmentation and dropout
 */
public record TrainingSpec(
    String network,
    Preprocessing preprocessing,
    int classes,
    double labelSmoothing,
    AugmentationConfig augmentation,
    long maxPixels,
    long images,
    int workers,
    int batchSize,
    int averagingFrequency,
    long seed)
    implements Serializable {}
