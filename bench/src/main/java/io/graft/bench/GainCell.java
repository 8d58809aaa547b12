package io.graft.bench;

import java.util.List;

/**
 * Fine-tunings on one size of training set, one a seed in each list.
 *
 * @param pretrained from the weights of other classes
 * @param equalEpochs from random weights, for as many epochs
 * @param equalTime from random weights, for as many epochs as fit into the same time, or as many as
 *     the pretrained had where these take longer
 */
record GainCell(
    int imagesPerClass,
    List<Tuning> pretrained,
    List<Tuning> equalEpochs,
    List<Tuning> equalTime) {}
