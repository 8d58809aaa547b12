package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.graft.training.NetworkState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.Tuple2;

class StateChunkTest {

  private static final int SIZE = StateChunk.SIZE;

  @ParameterizedTest
  @CsvSource({
    "1,0",
    "10,20",
    "262144,0",
    "262144,1",
    "262143,262145",
    "600000,1200001",
    "3,900000"
  })
  void chunksMakeTheStateAgain(int parameters, int updater) {
    NetworkState state = state(1, parameters, updater);
    List<byte[]> chunks = new ArrayList<>();
    for (int number = 0; number < StateChunk.count(state); number++) {
      StateChunk chunk = StateChunk.of(state, number, 7, 0.5);
      chunks.add(chunk.toBytes());
      StateChunk back = StateChunk.of(chunk.toBytes());
      assertThat(back.images()).isEqualTo(7);
      assertThat(back.loss()).isEqualTo(0.5);
      assertThat(back.values()).isEqualTo(chunk.values());
    }
    NetworkState joined = StateChunk.join(chunks, parameters);
    assertThat(joined.parameters()).isEqualTo(state.parameters());
    assertThat(joined.updater()).isEqualTo(state.updater());
  }

  @Test
  void workersWeighByTheirImages() {
    ChunkMean mean = new ChunkMean();
    mean.add(new StateChunk(3, 1.0, new float[] {1, 10}));
    mean.add(new StateChunk(1, 5.0, new float[] {5, -10}));
    assertThat(mean.get().images()).isEqualTo(4);
    assertThat(mean.get().loss()).isEqualTo(2);
    assertThat(mean.get().values()).containsExactly(2, 5);
  }

  @Test
  void whatAllWorkersAgreeOnStaysBitForBit() {
    float[] frozen = state(2, 10_000, 0).parameters();
    ChunkMean mean = new ChunkMean();
    for (int images : new int[] {160, 159, 7, 1, 33}) {
      mean.add(new StateChunk(images, 0, frozen));
    }
    assertThat(mean.get().values()).isEqualTo(frozen);
  }

  @Test
  void chunksOfAllWorkersAreAveragedNumberByNumber() {
    int workers = 3;
    List<NetworkState> states = List.of(state(0, SIZE, 9), state(1, SIZE, 9), state(2, SIZE, 9));
    ChunkKeys keys = new ChunkKeys(workers, 1);
    TreeMap<Long, byte[]> sorted = new TreeMap<>();
    for (int worker : new int[] {2, 0}) {
      for (int number = 0; number < 2; number++) {
        StateChunk chunk = StateChunk.of(states.get(worker), number, 1 + worker, worker);
        sorted.put(keys.key(number, worker), chunk.toBytes());
      }
    }
    List<byte[]> averages = new ArrayList<>();
    new ChunkAverages(
            sorted.entrySet().stream().map(e -> new Tuple2<>(e.getKey(), e.getValue())).iterator(),
            keys)
        .forEachRemaining(
            average -> {
              assertThat(average._1()).isEqualTo(averages.size());
              averages.add(average._2());
            });
    NetworkState average = StateChunk.join(averages, SIZE);
    for (int i : new int[] {0, 1, SIZE - 1}) {
      assertThat((double) average.parameters()[i])
          .isCloseTo(
              (states.get(0).parameters()[i] + 3.0 * states.get(2).parameters()[i]) / 4,
              within(1e-7));
    }
    assertThat(average.updater()).hasSize(9);
    assertThat(StateChunk.of(averages.get(1)).loss()).isEqualTo(1.5);
  }

  @Test
  void noChunksGiveNoAverages() {
    assertThat(new ChunkAverages(Collections.emptyIterator(), new ChunkKeys(2, 1)).hasNext())
        .isFalse();
  }

  private static NetworkState state(long seed, int parameters, int updater) {
    Random random = new Random(seed);
    float[][] values = {new float[parameters], new float[updater]};
    for (float[] part : values) {
      for (int i = 0; i < part.length; i++) {
        part[i] = (float) random.nextGaussian();
      }
    }
    return new NetworkState(values[0], values[1]);
  }
}
