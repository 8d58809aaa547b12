package io.graft.spark;

import io.graft.GraftVersion;
import io.graft.config.GraftConfig;
import io.graft.dataset.LabelIndex;
import io.graft.dataset.Split;
import io.graft.dataset.StratifiedSplitter;
import io.graft.error.UserException;
import io.graft.model.BaseModel;
import io.graft.plan.CaseRules;
import io.graft.plan.ClassifierConfidence;
import io.graft.plan.CostEvidence;
import io.graft.plan.Decision;
import io.graft.plan.Evidence;
import io.graft.plan.LayerCurve;
import io.graft.plan.Plan;
import io.graft.plan.SizeEvidence;
import io.graft.plan.SourceDistance;
import io.graft.plan.SourceStatistics;
import io.graft.plan.Wishes;
import io.graft.progress.Stages;
import io.graft.spark.FeatureSet.Completeness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Gathers the evidence for a plan and has it decided. Only the train split is looked at: the test
 * images have no say in what they are to measure.
 */
public record Planner(SparkSession session, BaseModel model, GraftConfig config) {

  /**
   * Plans for a listing whose images have splits.
   *
   * @param work a folder of the running command, where the sample's features are written
   */
  public Plan plan(ImageListing listing, Wishes wishes, Path work, Stages stages) {
    CurveFeatures curve = CurveFeatures.of(model, config.plan());
    ImageListing train = listing.only(Split.TRAIN);
    if (train.count() == 0) {
      throw new UserException(
          "%s has no train images to plan with. Add a folder train/CLASS, or give images without splits."
              .formatted(listing.uri()));
    }
    ImageListing sample = ImageSample.of(train, config.plan().sampleImages(), config.seed(), work);
    FeatureSet features = extract(sample, curve, new Path(work, "plan"), stages);
    Evidence evidence =
        stages.time("evidence", () -> evidence(listing, train.count(), sample, features, curve));
    CaseRules rules = new CaseRules(config.plan());
    Decision suggestion = rules.decide(evidence, Wishes.NONE);
    return new Plan(
        listing.uri(),
        model.name(),
        model.sha256(),
        config.seed(),
        wishes.isEmpty() ? suggestion : rules.decide(evidence, wishes),
        suggestion,
        evidence,
        stages.seconds(),
        GraftVersion.VERSION);
  }

  private FeatureSet extract(ImageListing sample, CurveFeatures curve, Path folder, Stages stages) {
    FeatureSetWriter writer = new FeatureSetWriter(session, model, curve.cuts(), config);
    FeatureSetStore store = writer.open(folder);
    writer.write(sample, stages, store);
    return FeatureSet.open(session, folder.toString(), Completeness.COMPLETE);
  }

  private Evidence evidence(
      ImageListing listing,
      long train,
      ImageListing sample,
      FeatureSet features,
      CurveFeatures curve) {
    LabelIndex labels = features.requireClasses();
    HeadImages images = HeadImages.load(features.features(), curve.columns(), labels);
    LayerCurve layers =
        new CurveMeasurer(session, config, curve).measure(images, folds(images, labels));
    Optional<ClassifierConfidence> confidence = ClassifierOutputs.confidence(features, curve);
    Storage storage = Storage.of(session);
    Optional<SourceStatistics> source =
        SourceStatisticsFile.read(
            storage, storage.qualified(config.locations().baseModel()), model);
    String last = curve.columns().get(curve.layers().size() - 1);
    SizeEvidence size =
        new Sizes(listing, train, sample, features, last, config.engine()).measure();
    return new Evidence(
        size,
        layers,
        confidence.orElse(null),
        source.flatMap(SourceStatistics::confidence).orElse(null),
        source.map(statistics -> distance(statistics, images, labels, curve)).orElse(null),
        CostEvidence.of(size.images(), rate(features), config.plan()));
  }

  /** Every class needs an image, or a group, in each fold. */
  private int folds(HeadImages images, LabelIndex labels) {
    HeadImages.requireEveryClass(images.items(), labels);
    int most = StratifiedSplitter.mostFolds(images.items());
    if (most < 2) {
      throw new UserException(
          "The train split of %s has a class with fewer than two usable images, or groups of them: too few to plan with. Add images, or choose yourself with --case 1."
              .formatted(config.locations().images()));
    }
    return Math.min(config.plan().folds(), most);
  }

  private static SourceDistance distance(
      SourceStatistics source, HeadImages images, LabelIndex labels, CurveFeatures curve) {
    int last = curve.layers().size() - 1;
    float[][] features = curve.joined(List.of(last)).of(images.images().matrices());
    Map<String, double[]> means = new HashMap<>();
    Map<String, Long> counts = new HashMap<>();
    for (int i = 0; i < features.length; i++) {
      String label = labels.name(images.images().labels()[i]);
      double[] sum = means.computeIfAbsent(label, any -> new double[features[0].length]);
      for (int f = 0; f < sum.length; f++) {
        sum[f] += features[i][f];
      }
      counts.merge(label, 1L, Long::sum);
    }
    means.forEach(
        (label, sum) -> {
          for (int f = 0; f < sum.length; f++) {
            sum[f] /= counts.get(label);
          }
        });
    return SourceDistance.between(source, means, counts);
  }

  private static double rate(FeatureSet features) {
    Map<String, Double> seconds = features.info().secondsByStage();
    return features.info().counts().extracted()
        / (seconds.getOrDefault("extract", 0.0) + seconds.getOrDefault("write", 0.0));
  }
}
