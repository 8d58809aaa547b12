package io.graft.training;

import java.io.Serializable;

/**
 * What every worker has to know, the same for a whole training.
 *
 * @param network DL4J's configuration of the network that is trained, as JSON: optimiser, rates,
 *     frozen layers and loss included
 * @param input what it is fed with
 * @param classes of its output
 * @param labelSmoothing share of the target probability that is spread over all classes
 * @param images of the training set
 * @param workers that train side by side
 * @param batchSize images of a worker's minibatch
 * @param averagingFrequency minibatches of each worker between two averagings
 * @param seed of order, augmentation and dropout
 */
public record TrainingSpec(
    String network,
    TrainingInput input,
    int classes,
    double labelSmoothing,
    long images,
    int workers,
    int batchSize,
    int averagingFrequency,
    long seed)
    implements Serializable {}
