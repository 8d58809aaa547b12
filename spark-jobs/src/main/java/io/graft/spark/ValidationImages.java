package io.graft.spark;

import io.graft.bundle.ModelBundle;
import io.graft.config.EngineConfig;
import io.graft.dataset.LabelIndex;
import io.graft.dataset.Split;
import io.graft.error.UserException;
import io.graft.image.Preprocessing;
import io.graft.training.ValidationScore;
import io.graft.training.ValidationSums;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The images that a network is measured on while it is trained, by the engine that predicts. */
final class ValidationImages {

  private final SparkSession session;
  private final EngineConfig engine;
  private final Preprocessing preprocessing;
  private final LabelIndex labels;
  private final Waves waves;
  private final long count;

  /**
   * @param features whose validation split it is
   * @param work a folder of the running command
   * @throws UserException when there is no such image
   */
  ValidationImages(
      FeatureSet features, Preprocessing preprocessing, EngineConfig engine, Path work) {
    this.session = features.features().sparkSession();
    this.engine = engine;
    this.preprocessing = preprocessing;
    this.labels = features.requireClasses();
    ImageListing images = features.extracted(Split.VALIDATION);
    this.count = images.count();
    if (count == 0) {
      throw new UserException(
          "%s has no images to validate on, and too few to hold some out. Add images, or a folder validation/CLASS."
              .formatted(images.uri()));
    }
    int cores = session.sparkContext().defaultParallelism();
    WaveSize size =
        WaveSize.of(count, cores, engine.batchSize(), 1, OptionalLong.of(Math.max(1, count)));
    this.waves = Waves.plan(session, images, images.files().limit(0), size, work);
  }

  long count() {
    return count;
  }

  /** Measures a network that ends in class probabilities. */
  ValidationScore score(ComputationGraph network) {
    NetworkSpec spec =
        NetworkSpec.of(network, List.of(ModelBundle.PROBABILITIES), preprocessing, engine);
    ImageExtractor extractor = new ImageExtractor(session, spec, LabelRule.REQUIRED);
    LabelIndex classes = labels;
    try (ImageExtraction extraction = extractor.extract(waves.inputs(waves.all().get(0)), count)) {
      return extraction
          .extracted()
          .javaRDD()
          .aggregate(
              new ValidationSums(classes.size()),
              (sums, row) -> {
                sums.add(classes.index(row.getLabel()), row.getFeatures()[0]);
                return sums;
              },
              ValidationSums::merge)
          .score();
    }
  }
}
