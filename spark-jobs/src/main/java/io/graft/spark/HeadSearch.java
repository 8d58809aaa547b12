package io.graft.spark;

import io.graft.config.HeadConfig;
import io.graft.training.CandidateScore;
import io.graft.training.HeadCandidate;
import io.graft.training.HeadScore;
import io.graft.training.LabelledFeatures;
import io.graft.training.RegularizationPath;
import io.graft.training.RegularizationPath.Side;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * Cross-validates linear heads on features that fit into memory: each fold of each candidate is a
 * task of one Spark job, on features that are broadcast once.
 */
public record HeadSearch(SparkSession session, HeadConfig config) {

  /**
   * Labelled images with several kinds of features.
   *
   * @param matrices {@code [matrix][images][features]}
   */
  public record Images(float[][][] matrices, int[] labels, int classes) implements Serializable {

    /** What a head of the candidate sees. */
    public LabelledFeatures of(HeadCandidate candidate) {
      return new LabelledFeatures(candidate.of(matrices), labels, classes);
    }
  }

  private record Fold(int candidate, int repeat, int fold) implements Serializable {}

  /**
   * The scores of the candidates, in their order.
   *
   * @param foldOf {@code [repeat][images]}: the fold of each image
   * @param folds of each repeat
   */
  public List<CandidateScore> crossValidate(
      Images images, List<HeadCandidate> candidates, int[][] foldOf, int folds) {
    List<Fold> tasks = new ArrayList<>();
    for (int candidate = 0; candidate < candidates.size(); candidate++) {
      for (int repeat = 0; repeat < foldOf.length; repeat++) {
        for (int fold = 0; fold < folds; fold++) {
          tasks.add(new Fold(candidate, repeat, fold));
        }
      }
    }
    List<Map<Double, HeadScore>> scores = run(images, candidates, foldOf, tasks);
    List<CandidateScore> sums = new ArrayList<>();
    int perCandidate = foldOf.length * folds;
    for (int candidate = 0; candidate < candidates.size(); candidate++) {
      sums.add(
          CandidateScore.of(
              scores.subList(candidate * perCandidate, (candidate + 1) * perCandidate)));
    }
    return sums;
  }

  private List<Map<Double, HeadScore>> run(
      Images images, List<HeadCandidate> candidates, int[][] foldOf, List<Fold> tasks) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    Broadcast<Images> shared = context.broadcast(images);
    List<HeadCandidate> kinds = new ArrayList<>(candidates);
    HeadConfig head = config;
    try {
      return context
          .parallelize(tasks, tasks.size())
          .map(
              task -> {
                LabelledFeatures all = shared.value().of(kinds.get(task.candidate()));
                int[] folds = foldOf[task.repeat()];
                return new LinkedHashMap<>(
                    RegularizationPath.scores(
                        RegularizationPath.fold(all, folds, task.fold(), Side.TRAINING),
                        RegularizationPath.fold(all, folds, task.fold(), Side.HELD),
                        head.classWeights(),
                        head.regularization()));
              })
          .collect()
          .stream()
          .<Map<Double, HeadScore>>map(scores -> scores)
          .toList();
    } finally {
      shared.destroy();
    }
  }
}
