package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.graft.spark.TrainingLane.Trained;
import io.graft.training.LocalTrainer;
import io.graft.training.NetworkState;
import io.graft.training.TrainingSpec;
import java.nio.FloatBuffer;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class TrainingLaneTest {

  private static final TrainingSpec SPEC = new SmallNetwork(new Adam(0.01)).spec(100, 1, 4, 5);

  @AfterEach
  void closeLanes() {
    TrainingLanes.closeIdle();
  }

  @Test
  void stepsRunInOrderOnTwoMinibatchesThatAreUsedInTurn() {
    NetworkState start = SmallNetwork.start(SPEC);
    Set<Minibatch> used = new HashSet<>();
    try (TrainingLane lane = new TrainingLane(SPEC);
        LocalTrainer trainer = new LocalTrainer(SPEC)) {
      lane.restore(start, 0, 0, 0);
      trainer.restore(start, 0, 0, 0);
      double loss = 0;
      for (int step = 0; step < 7; step++) {
        Minibatch minibatch = lane.minibatch();
        used.add(minibatch);
        fill(minibatch, step);
        lane.step();
        try (Minibatch same = new Minibatch(4, SPEC.input())) {
          fill(same, step);
          loss += same.count() * trainer.fit(same.inputs(), same.classes());
        }
      }
      Trained trained = lane.finish();
      assertThat(used).hasSize(2);
      assertThat(trained.images()).isEqualTo(4 + 3 + 4 + 3 + 4 + 3 + 4);
      assertThat(trained.loss()).isEqualTo(loss / trained.images());
      assertThat(trained.state().parameters()).isEqualTo(trainer.state().parameters());
    }
  }

  @Test
  void aStepThatFailsFailsTheTask() {
    try (TrainingLane lane = new TrainingLane(SPEC)) {
      lane.restore(SmallNetwork.start(SPEC), 0, 0, 0);
      lane.minibatch().add(3);
      lane.step();
      assertThatThrownBy(lane::finish).isInstanceOf(ArrayIndexOutOfBoundsException.class);
    }
  }

  @Test
  void anOpenNetworkIsUsedAgainUntilAnotherIsWanted() {
    TrainingLane first = TrainingLanes.acquire(SPEC);
    TrainingLane second = TrainingLanes.acquire(SPEC);
    assertThat(second).isNotSameAs(first);
    TrainingLanes.release(first);
    assertThat(TrainingLanes.acquire(SPEC)).isSameAs(first);
    TrainingLanes.release(first);
    TrainingLanes.release(second);
    TrainingSpec other = new SmallNetwork(new Sgd(0.01)).spec(100, 1, 4, 5);
    TrainingLane third = TrainingLanes.acquire(other);
    assertThat(third.spec()).isEqualTo(other);
    TrainingLanes.release(third);
    assertThatThrownBy(() -> first.restore(null, 0, 0, 0))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(TrainingLanes.acquire(other)).isSameAs(third);
    TrainingLanes.release(third);
  }

  /** Four images, or three in every second step. */
  private static void fill(Minibatch minibatch, int step) {
    Random random = new Random(step);
    for (int image = 0; image < 4 - step % 2; image++) {
      FloatBuffer room = minibatch.rooms().get(0);
      for (int i = 0; i < 3 * ColouredImages.SIDE * ColouredImages.SIDE; i++) {
        room.put((float) random.nextGaussian());
      }
      minibatch.add(random.nextInt(3));
    }
  }
}
