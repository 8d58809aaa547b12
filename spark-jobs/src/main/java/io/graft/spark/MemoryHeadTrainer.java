package io.graft.spark;

import io.graft.config.HeadConfig;
import io.graft.config.HeadType;
import io.graft.model.LinearHead;
import io.graft.plan.ResampledDifference;
import io.graft.spark.HeadTrainer.TrainedHead;
import io.graft.training.CandidateScore;
import io.graft.training.DenseHeadTrainer;
import io.graft.training.DenseHeadTrainer.TrainedDenseHead;
import io.graft.training.HeadCandidate;
import io.graft.training.HeadScore;
import io.graft.training.LabelledFeatures;
import io.graft.training.LogisticRegression;
import io.graft.training.LogisticRegression.Effort;
import io.graft.training.RegularizationPath;
import io.graft.training.RegularizationPath.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Trains a head on features in the driver's memory. */
record MemoryHeadTrainer(HeadSearch search, long seed) {

  private static final double TOLERANCE = 1e-6;

  /**
   * Trains on all images.
   *
   * @param validation that a dense head stops early by; may be none
   * @param folds of the cross-validation; below 2 there is none
   */
  TrainedHead train(HeadImages training, HeadImages validation, int folds) {
    HeadCandidate candidate = training.joined("head");
    LabelledFeatures all = training.images().of(candidate);
    LabelledFeatures held = validation.images().of(candidate);
    if (config().type() == HeadType.DENSE) {
      return dense(all, held);
    }
    if (folds < 2) {
      return linear(all, Map.of());
    }
    int[] foldOf = training.folds(folds, seed);
    CandidateScore score =
        search
            .crossValidate(training.images(), List.of(candidate), new int[][] {foldOf}, folds)
            .get(0);
    say("linear", folds, score.accuracy(), "log-loss %.4f, ".formatted(score.logLoss()));
    if (config().type() == HeadType.AUTO && denseIsBetter(all, foldOf, folds, score)) {
      return dense(all, held);
    }
    return linear(all, score.logLossByRegularization());
  }

  /** Clearly, fold by fold; a head of more parts has to earn them. */
  private boolean denseIsBetter(
      LabelledFeatures all, int[] foldOf, int folds, CandidateScore linear) {
    List<Double> accuracies = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      TrainedDenseHead trained =
          trainDense(RegularizationPath.fold(all, foldOf, fold, Side.TRAINING), none(all));
      LabelledFeatures unseen = RegularizationPath.fold(all, foldOf, fold, Side.HELD);
      accuracies.add(HeadScore.of(trained.head(), unseen).accuracy());
    }
    ResampledDifference gain =
        ResampledDifference.between(accuracies, linear.accuracyByFold(), folds);
    say("dense", folds, linear.accuracy() + gain.mean(), "");
    return gain.isClear();
  }

  private TrainedHead linear(LabelledFeatures all, Map<Double, Double> logLosses) {
    double best = HeadTrainer.best(logLosses, config());
    LogisticRegression regression =
        new LogisticRegression(all, config().classWeights().of(all.counts()));
    Effort effort = new Effort(config().maxIterations(), TOLERANCE);
    LinearHead head = regression.head(regression.fit(best, effort, regression.zero()));
    return TrainedHead.linear(head, all.size(), best, logLosses);
  }

  private TrainedHead dense(LabelledFeatures all, LabelledFeatures held) {
    TrainedDenseHead trained = trainDense(all, held);
    return new TrainedHead(
        trained.head(),
        "dense %s, best of %d epochs: %d"
            .formatted(config().dense().hidden(), trained.history().size(), trained.bestEpoch()),
        all.size(),
        Map.of("epochs", (double) trained.bestEpoch()),
        Map.of());
  }

  private TrainedDenseHead trainDense(LabelledFeatures training, LabelledFeatures held) {
    double[] weights = config().classWeights().of(training.counts());
    return new DenseHeadTrainer(config().dense(), weights, seed).train(training, held);
  }

  private static LabelledFeatures none(LabelledFeatures all) {
    return new LabelledFeatures(new float[0][], new int[0], all.classes());
  }

  private static void say(String head, int folds, double accuracy, String more) {
    System.err.printf(
        Locale.ROOT,
        "cross-validate: %s head, %d folds, %saccuracy %.3f%n",
        head,
        folds,
        more,
        accuracy);
  }

  private HeadConfig config() {
    return search.config();
  }
}
