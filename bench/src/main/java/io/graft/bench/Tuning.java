package io.graft.bench;

/**
 * A fine-tuning that was tested.
 *
 * @param accuracy on the test images
 * @param seconds of the whole command
 * @param secondsPerEpoch of training
 */
record Tuning(double accuracy, double seconds, double secondsPerEpoch) {}
