package io.graft.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import io.graft.plan.ClassifierConfidence;
import java.util.Optional;

/** What a base model's own classifier gave for the images of a feature set. */
final class ClassifierOutputs {

  /** Enough for a mean. */
  private static final int MOST_IMAGES = 5000;

  private ClassifierOutputs() {}

  /** How sure it is; empty where there is none, or it gives no probabilities. */
  static Optional<ClassifierConfidence> confidence(FeatureSet features, CurveFeatures extracted) {
    return extracted
        .classifier()
        .map(
            output ->
                features
                    .features()
                    .sort(xxhash64(col("content_hash")), col("uri"))
                    .limit(MOST_IMAGES)
                    .select(col(FeatureSet.columnName(output)))
                    .collectAsList()
                    .stream()
                    .map(row -> HeadImages.floats(row.getList(0)))
                    .toArray(float[][]::new))
        .filter(ClassifierConfidence::areProbabilities)
        .map(ClassifierConfidence::of);
  }
}
