package io.graft.bench;

import java.util.List;

/**
 * Trainings from random weights, one a seed.
 *
 * @param workers side by side
 * @param batchSize images of a worker's minibatch
 */
record WorkersCell(int workers, int batchSize, List<Tuning> tunings) {}
