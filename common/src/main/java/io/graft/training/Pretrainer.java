package io.graft.training;

import io.graft.config.PretrainConfig;
import io.graft.onednn.OneDnnSelfTest;
import java.util.Random;
import java.util.function.Consumer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** Trains the demonstration network from random weights on one machine. */
public final class Pretrainer {

  private static final int EVALUATION_BATCH = 256;

  private final PretrainConfig config;
  private final long seed;

  public Pretrainer(PretrainConfig config, long seed) {
    this.config = config;
    this.seed = seed;
  }

  /**
   * How an epoch went.
   *
   * @param epoch from 1
   * @param loss mean over its minibatches
   * @param validationAccuracy NaN where nothing is held out
   */
  public record Epoch(int epoch, int epochs, double loss, double validationAccuracy) {}

  /**
   * Trains for the configured number of epochs. The same seed gives the same weights.
   *
   * @param progress is told of every epoch
   * @throws TrainingDivergedException when the loss is no longer a number
   */
  public ComputationGraph train(
      LabelledImages training, LabelledImages validation, Consumer<Epoch> progress) {
    OneDnnSelfTest.verifyOnce();
    ComputationGraph network =
        DemonstrationNetwork.build(
            Math.toIntExact(training.imageShape()[0]),
            config.imageSize(),
            training.classCount(),
            config.learningRate(),
            seed);
    Random random = new Random(seed);
    for (int epoch = 1; epoch <= config.epochs(); epoch++) {
      double loss = trainEpoch(network, training, random, epoch);
      progress.accept(new Epoch(epoch, config.epochs(), loss, accuracy(network, validation)));
    }
    return network;
  }

  /** Share of images whose most probable class is theirs; NaN for no images. */
  public static double accuracy(ComputationGraph network, LabelledImages images) {
    long right = 0;
    for (DataSet batch : images.minibatches(EVALUATION_BATCH, new Random(0))) {
      right +=
          network
              .outputSingle(batch.getFeatures())
              .argMax(1)
              .eq(batch.getLabels().argMax(1))
              .castTo(DataType.INT64)
              .sumNumber()
              .longValue();
    }
    return images.size() == 0 ? Double.NaN : (double) right / images.size();
  }

  private double trainEpoch(
      ComputationGraph network, LabelledImages training, Random random, int epoch) {
    double sum = 0;
    int batches = 0;
    for (DataSet batch : training.minibatches(config.batchSize(), random)) {
      network.fit(batch);
      sum += network.score();
      batches++;
      if (!Double.isFinite(sum)) {
        throw new TrainingDivergedException(
            "Training diverged in epoch %d: the loss is %s. Lower pretrain.learning-rate (now %s)."
                .formatted(epoch, network.score(), config.learningRate()));
      }
    }
    return sum / batches;
  }
}
