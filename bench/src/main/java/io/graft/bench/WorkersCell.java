package io.graft.bench;

import io.graft.config.WorkerScaling;
import java.util.List;

/**
 * Trainings from random weights, one a seed.
 *
 * @param workers side by side
 * @param batchSize images of a worker's minibatch
 * @param scaling of the learning rate with the number of workers
 */
record WorkersCell(int workers, int batchSize, WorkerScaling scaling, List<Tuning> tunings) {}
