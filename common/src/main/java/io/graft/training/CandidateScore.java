package io.graft.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a head on some features does, by cross-validation.
 *
 * @param regularization the L2 strength with the least log-loss, the strongest among equals
 * @param logLoss mean over the images
 * @param accuracyByFold at that strength
 * @param logLossByRegularization of every strength that was tried
 */
public record CandidateScore(
    double regularization,
    double logLoss,
    List<Double> accuracyByFold,
    Map<Double, Double> logLossByRegularization) {

  /** Sums up the folds. */
  public static CandidateScore of(List<Map<Double, HeadScore>> folds) {
    Map<Double, HeadScore> sums = new LinkedHashMap<>();
    folds.forEach(fold -> fold.forEach((l2, score) -> sums.merge(l2, score, HeadScore::plus)));
    Map<Double, Double> logLosses = new LinkedHashMap<>();
    sums.forEach((l2, score) -> logLosses.put(l2, score.meanLogLoss()));
    double best =
        logLosses.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
    List<Double> accuracies = new ArrayList<>();
    folds.forEach(fold -> accuracies.add(fold.get(best).accuracy()));
    return new CandidateScore(best, logLosses.get(best), accuracies, logLosses);
  }

  /** Mean over the folds. */
  public double accuracy() {
    return accuracyByFold.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
