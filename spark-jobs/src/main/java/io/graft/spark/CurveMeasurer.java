package io.graft.spark;

import io.graft.config.GraftConfig;
import io.graft.config.PlanConfig;
import io.graft.model.Pooling;
import io.graft.plan.CutScore;
import io.graft.plan.HScore;
import io.graft.plan.LayerCurve;
import io.graft.plan.LogMe;
import io.graft.plan.PlannedCut;
import io.graft.plan.ResampledDifference;
import io.graft.training.CandidateScore;
import io.graft.training.HeadCandidate;
import io.graft.training.LabelledFeatures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/**
 * Measures the layer curve: every layer alone first, then other poolings and joins of those that
 * did best.
 */
record CurveMeasurer(SparkSession session, GraftConfig config, CurveFeatures features) {

  private static final int BEST_EARLY = 2;

  /** Something to be scored. */
  private record Entry(List<PlannedCut> cuts, HeadCandidate candidate) {}

  LayerCurve measure(HeadImages train, int folds) {
    PlanConfig plan = config.plan();
    int[][] foldOf =
        IntStream.range(0, plan.repeats())
            .mapToObj(repeat -> train.folds(folds, config.seed() + repeat))
            .toArray(int[][]::new);
    List<CutScore> curve = new ArrayList<>();
    List<CutScore> plain = scores(train, foldOf, folds, singles());
    for (int layer = 0; layer < plain.size(); layer++) {
      curve.add(withTransferability(plain.get(layer), train, layer));
    }
    List<Entry> others = others(curve);
    return new LayerCurve(
        curve, others.isEmpty() ? List.of() : scores(train, foldOf, folds, others), folds);
  }

  private List<Entry> singles() {
    return IntStream.range(0, features.layers().size())
        .mapToObj(
            layer ->
                new Entry(
                    List.of(features.planned(layer, Pooling.AVERAGE)),
                    features.joined(List.of(layer))))
        .toList();
  }

  /** Of the best early layers: maxima too, joined with each other, and with the last one. */
  private List<Entry> others(List<CutScore> curve) {
    int last = curve.size() - 1;
    List<Integer> best =
        IntStream.range(0, last)
            .boxed()
            .sorted(Comparator.comparingDouble(layer -> -curve.get(layer).accuracy()))
            .limit(BEST_EARLY)
            .sorted()
            .toList();
    List<Entry> others = new ArrayList<>();
    for (int layer : best) {
      if (features.layers().get(layer).isSpatial()) {
        others.add(
            new Entry(
                List.of(features.planned(layer, Pooling.AVERAGE_MAXIMUM)),
                new HeadCandidate("maxima", List.of(features.averageMaximum(layer)))));
      }
      others.add(joined(List.of(layer, last)));
    }
    if (best.size() == BEST_EARLY) {
      others.add(joined(best));
    }
    return others;
  }

  private Entry joined(List<Integer> layers) {
    return new Entry(
        layers.stream().map(layer -> features.planned(layer, Pooling.AVERAGE)).toList(),
        features.joined(layers));
  }

  private List<CutScore> scores(HeadImages train, int[][] foldOf, int folds, List<Entry> entries) {
    List<CandidateScore> scores =
        new HeadSearch(session, config.head())
            .crossValidate(
                train.images(), entries.stream().map(Entry::candidate).toList(), foldOf, folds);
    List<CutScore> named = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      CandidateScore score = scores.get(i);
      named.add(
          new CutScore(
              entries.get(i).cuts(),
              entries.get(i).candidate().width(),
              score.accuracy(),
              ResampledDifference.of(score.accuracyByFold(), folds).standardError(),
              score.accuracyByFold(),
              score.logLoss(),
              score.regularization(),
              null,
              null));
    }
    return named;
  }

  private CutScore withTransferability(CutScore score, HeadImages train, int layer) {
    LabelledFeatures alone = train.images().of(features.joined(List.of(layer)));
    return new CutScore(
        score.cuts(),
        score.width(),
        score.accuracy(),
        score.standardError(),
        score.accuracyByFold(),
        score.logLoss(),
        score.regularization(),
        LogMe.of(alone.features(), alone.labels(), alone.classes()),
        HScore.shrunk(alone.features(), alone.labels(), alone.classes()));
  }
}
