package io.graft.bench;

import java.util.List;

/** Trainings from random weights by so many workers, one a seed. */
record WorkersCell(int workers, List<Tuning> tunings) {}
