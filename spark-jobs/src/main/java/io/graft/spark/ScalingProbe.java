package io.graft.spark;

import io.graft.training.EpochShares;
import io.graft.training.LocalTrainer;
import io.graft.training.NetworkState;
import io.graft.training.ScalingEstimate;
import io.graft.training.TrainingSpec;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Times what training is made of, before it begins: a worker's step, and a round's averaging. */
record ScalingProbe(TrainingExamples examples, TrainingSpec spec) {

  private static final int STEPS = 5;

  /** Runs some steps on one executor, and the first round three times; nothing of it is kept. */
  ScalingEstimate measure(NetworkState start) {
    double step =
        JavaSparkContext.fromSparkContext(examples.session().sparkContext())
            .parallelize(List.of(spec), 1)
            .map(ScalingProbe::stepSeconds)
            .first();
    EpochShares shares = EpochShares.of(spec);
    int steps = Math.min(spec.averagingFrequency(), shares.steps());
    double round = roundSeconds(start);
    return new ScalingEstimate(
        spec.images(),
        spec.batchSize(),
        spec.averagingFrequency(),
        step,
        Math.max(0, round - steps * step));
  }

  private double roundSeconds(NetworkState start) {
    try (EpochRounds rounds = EpochRounds.open(examples, spec, 0)) {
      // The first time everything is opened and compiled.
      rounds.run(0, start);
      return Math.min(rounds.run(0, start).seconds(), rounds.run(0, start).seconds());
    }
  }

  /** The median time of a minibatch, on one thread. */
  private static double stepSeconds(TrainingSpec spec) {
    List<INDArray> batch =
        spec.input().shapes().stream()
            .map(shape -> Nd4j.rand(DataType.FLOAT, shape.times(spec.batchSize())))
            .toList();
    try (LocalTrainer trainer = new LocalTrainer(spec)) {
      int[] classes = new int[spec.batchSize()];
      trainer.fit(batch, classes);
      double[] seconds = new double[STEPS];
      for (int step = 0; step < STEPS; step++) {
        long start = System.nanoTime();
        trainer.fit(batch, classes);
        seconds[step] = (System.nanoTime() - start) / 1e9;
      }
      Arrays.sort(seconds);
      return seconds[STEPS / 2];
    } finally {
      batch.forEach(INDArray::close);
    }
  }
}
