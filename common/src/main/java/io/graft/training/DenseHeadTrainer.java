package io.graft.training;

import io.graft.config.DenseHeadConfig;
import io.graft.model.DenseHead;
import io.graft.onednn.OneDnnSelfTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Trains a head with one or two dense layers on features in memory: Adam with decoupled weight
 * decay, dropout (Srivastava et al. 2014) behind each hidden layer, and early stopping.
 */
public final class DenseHeadTrainer {

  /** Of the training images, held out of each class where there are no validation images. */
  private static final double HELD_OUT = 0.1;

  private final DenseHeadConfig config;
  private final double[] classWeights;
  private final long seed;

  /**
   * A trainer whose results depend on nothing but its arguments.
   *
   * @param classWeights of each class in the loss; all 1 where no class counts more
   */
  public DenseHeadTrainer(DenseHeadConfig config, double[] classWeights, long seed) {
    this.config = config;
    this.classWeights = classWeights.clone();
    this.seed = seed;
  }

  /**
   * How an epoch went.
   *
   * @param epoch from 1
   * @param trainingLoss mean over its minibatches, with dropout at work
   * @param validationLoss mean log-loss behind the epoch, with the weights of the classes
   */
  public record Epoch(
      int epoch, double trainingLoss, double validationLoss, double validationAccuracy) {}

  /**
   * A trained head and how it came about.
   *
   * @param head of the best epoch, for features as they came
   * @param bestEpoch whose validation loss was the least, from 1
   * @param history every epoch that was run
   */
  public record TrainedDenseHead(DenseHead head, int bestEpoch, List<Epoch> history) {}

  /**
   * Trains until the validation loss has not fallen for the configured epochs, and keeps the
   * weights of the best one. The same seed gives the same weights, bit for bit. Several threads may
   * train at once, each computing on its own.
   *
   * @param validation to stop by; where empty, a tenth of each class of the training images is held
   *     out for it, and where no class has two images the training images serve
   * @throws TrainingDivergedException when the loss is no longer a number
   * @throws io.graft.error.UserException when this JVM's oneDNN fails its self-test
   */
  public TrainedDenseHead train(LabelledFeatures training, LabelledFeatures validation) {
    requireFit(training);
    OneDnnSelfTest.verifyOnce();
    Random random = new Random(seed);
    LabelledFeatures.Parts parts =
        validation.size() > 0
            ? new LabelledFeatures.Parts(training, validation)
            : training.holdOut(HELD_OUT, random);
    Standardization standardization = Standardization.of(parts.training().features());
    LabelledFeatures seen = standardization.apply(parts.training());
    LabelledFeatures held = standardization.apply(parts.validation());
    TrainedDenseHead trained =
        SingleThreadedNd4j.during(() -> fit(seen, held.size() > 0 ? held : seen, random));
    return new TrainedDenseHead(
        standardization.fold(trained.head()), trained.bestEpoch(), trained.history());
  }

  private TrainedDenseHead fit(
      LabelledFeatures training, LabelledFeatures validation, Random random) {
    List<Epoch> history = new ArrayList<>();
    Epoch best = null;
    DenseHead head = null;
    try (DenseHeadNetwork network =
        new DenseHeadNetwork(config, training.width(), classWeights, seed)) {
      for (int number = 1; number <= config.epochs() && !isPatienceOver(best, number); number++) {
        double loss = trainEpoch(network, training, random, number);
        Epoch epoch = measure(network, validation, number, loss);
        history.add(epoch);
        if (best == null || epoch.validationLoss() < best.validationLoss()) {
          best = epoch;
          head = network.head();
        }
      }
    }
    return new TrainedDenseHead(head, best.epoch(), List.copyOf(history));
  }

  private boolean isPatienceOver(Epoch best, int next) {
    return best != null && next - best.epoch() > config.patience();
  }

  private double trainEpoch(
      DenseHeadNetwork network, LabelledFeatures training, Random random, int epoch) {
    int[] order = training.shuffled(random);
    double sum = 0;
    int batches = 0;
    for (int start = 0; start < order.length; start += config.batchSize()) {
      int end = Math.min(order.length, start + config.batchSize());
      sum += requireFinite(network.fit(training.at(Arrays.copyOfRange(order, start, end))), epoch);
      batches++;
    }
    return sum / batches;
  }

  private Epoch measure(
      DenseHeadNetwork network, LabelledFeatures validation, int epoch, double trainingLoss) {
    ProbabilitySums sums = new ProbabilitySums(classWeights);
    int[] order = validation.positions();
    for (int start = 0; start < order.length; start += ProbabilitySums.BATCH) {
      int end = Math.min(order.length, start + ProbabilitySums.BATCH);
      LabelledFeatures batch = validation.at(Arrays.copyOfRange(order, start, end));
      sums.add(network.probabilities(batch.features()), batch.labels());
    }
    return new Epoch(epoch, trainingLoss, requireFinite(sums.logLoss(), epoch), sums.accuracy());
  }

  private double requireFinite(double loss, int epoch) {
    if (!Double.isFinite(loss)) {
      throw new TrainingDivergedException(
          "Training of the dense head diverged in epoch %d: the loss is %s. Lower head.dense.learning-rate (now %s)."
              .formatted(epoch, loss, config.learningRate()));
    }
    return loss;
  }

  private void requireFit(LabelledFeatures training) {
    if (training.size() == 0 || training.classes() != classWeights.length) {
      throw new IllegalArgumentException(
          "%d images of %d classes with %d class weights"
              .formatted(training.size(), training.classes(), classWeights.length));
    }
  }
}
