package io.graft.bench;

import java.util.List;

/**
 * Which training is measured.
 *
 * @param seconds to time each figure for
 * @param repeat repetitions within that time
 * @param cores of the machine: Graft's workers, and the threads of DL4J's one
 * @param heap of each JVM, as {@code -Xmx} takes it
 * @param memory limit on each measured process, such as {@code 14g}
 */
record TrainSettings(
    List<Network> networks, double seconds, int repeat, int cores, String heap, String memory) {

  static final List<Network> NETWORKS =
      List.of(Network.MOBILENET_QUARTER, Network.SQUEEZENET, Network.RESNET);
}
