package io.graft.bench;

/** How long a part is run: once to warm up, then each repetition. */
record Timing(double warmUpSeconds, double seconds, int repetitions) {}
