package io.graft.spark;

import io.graft.training.NetworkState;
import io.graft.training.TrainingSpec;

/** Whole epochs of rounds, one after the other. */
final class Epochs {

  private Epochs() {}

  static NetworkState train(
      TrainingExamples examples, TrainingSpec spec, NetworkState start, int epochs) {
    NetworkState state = start;
    for (int epoch = 0; epoch < epochs; epoch++) {
      try (EpochRounds rounds = EpochRounds.open(examples, spec, epoch)) {
        for (int round = 0; round < rounds.count(); round++) {
          state = rounds.run(round, state).state();
        }
      }
    }
    return state;
  }
}
