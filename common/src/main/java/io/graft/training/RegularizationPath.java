package io.graft.training;

import io.graft.training.LogisticRegression.Effort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Linear heads along falling L2 strengths, each fit beginning where the one before it ended
 * (Friedman, Hastie and Tibshirani, "Regularization paths for generalized linear models", 2010).
 */
public final class RegularizationPath {

  /** To compare strengths a rough fit is enough. */
  private static final Effort ROUGH = new Effort(25, 1e-3);

  private RegularizationPath() {}

  /** Strongest first. */
  public static List<Double> ordered(List<Double> strengths) {
    return strengths.stream().sorted(Comparator.reverseOrder()).toList();
  }

  /** How the head of each strength, trained on some images, does on others. */
  public static Map<Double, HeadScore> scores(
      LabelledFeatures training,
      LabelledFeatures held,
      ClassWeights weights,
      List<Double> strengths) {
    LogisticRegression regression = new LogisticRegression(training, weights.of(training.counts()));
    Map<Double, HeadScore> scores = new LinkedHashMap<>();
    double[] solution = regression.zero();
    for (double l2 : ordered(strengths)) {
      solution = regression.fit(l2, ROUGH, solution);
      scores.put(l2, HeadScore.of(regression.head(solution), held));
    }
    return scores;
  }

  /** The images whose fold it is, or is not. */
  public static LabelledFeatures fold(LabelledFeatures all, int[] foldOf, int fold, Side side) {
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < foldOf.length; i++) {
      if ((foldOf[i] == fold) == (side == Side.HELD)) {
        positions.add(i);
      }
    }
    return all.at(positions.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Of a fold. */
  public enum Side {
    TRAINING,
    HELD
  }
}
