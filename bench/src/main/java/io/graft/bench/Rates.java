package io.graft.bench;

import java.util.List;

/** What a measuring process hands back in a file: images/s of each repetition. */
record Rates(List<Double> imagesPerSecond) {}
