package io.graft.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.graft.config.DenseHeadConfig;
import io.graft.config.HeadConfig;
import io.graft.config.HeadType;
import io.graft.dataset.LabelIndex;
import io.graft.error.UserException;
import io.graft.spark.HeadTrainer.TrainedHead;
import io.graft.training.ClassWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On three clouds of points in the plane, one axis a thousand times as long as the other. */
@ExtendWith(SparkExtension.class)
class HeadTrainerTest {

  private static final LabelIndex LABELS = LabelIndex.of(List.of("left", "right", "top"));
  private static final DenseHeadConfig DENSE =
      new DenseHeadConfig(List.of(16), 0, 60, 8, 0.01, 0, 20);
  private static final float[][] CENTRES = {{-2000, 0}, {2000, 0}, {0, 2}};

  @Test
  void separatesTheClassesWhateverTheScaleOfAFeature() {
    TrainedHead trained = train(HeadTrainerTest.config(1.0, 0.01, 0.0001), 5);
    assertThat(trained.images()).isEqualTo(90);
    assertThat(trained.head().classes()).isEqualTo(3);
    for (int c = 0; c < 3; c++) {
      assertThat(predict(trained, CENTRES[c])).as(LABELS.name(c)).isEqualTo(c);
    }
  }

  @Test
  void choosesTheStrengthWithTheLeastLogLoss() {
    TrainedHead trained = train(config(100.0, 0.01), 5);
    assertThat(trained.metrics().get("regularization")).isEqualTo(0.01);
    assertThat(trained.logLossByRegularization().get(0.01))
        .isEqualTo(trained.metrics().get("crossValidatedLogLoss"))
        .isLessThan(trained.logLossByRegularization().get(100.0));
  }

  @Test
  void sameSeedSameWeightsBitForBit() {
    TrainedHead first = train(config(0.1, 0.01), 5);
    TrainedHead second = train(config(0.1, 0.01), 5);
    assertThat(second.head().output().weights()).isDeepEqualTo(first.head().output().weights());
    assertThat(second.head().output().biases()).isEqualTo(first.head().output().biases());
  }

  @Test
  void memoryAndMllibFindTheSameHead() {
    HeadConfig inMemory = config(0.3, 0.1, 0.03, 0.01);
    TrainedHead here = train(inMemory, 5);
    TrainedHead there = train(withMllib(inMemory), 5);
    assertThat(there.metrics().get("regularization"))
        .isEqualTo(here.metrics().get("regularization"));
    assertThat(there.images()).isEqualTo(here.images());
    assertThat(there.metrics().get("crossValidatedLogLoss"))
        .isCloseTo(here.metrics().get("crossValidatedLogLoss"), within(0.02));
    for (float[] point : CENTRES) {
      assertThat(there.head().probabilities(point))
          .containsExactly(here.head().probabilities(point), within(0.005));
    }
  }

  @Test
  void severalColumnsAreJoinedInTheirOrder() {
    Dataset<Row> twice = points(30).withColumn("more", functions.expr("slice(features, 2, 1)"));
    TrainedHead joined =
        new HeadTrainer(config(0.01), 5)
            .train(twice, twice.limit(0), List.of("features", "more"), LABELS);
    assertThat(joined.head().features()).isEqualTo(3);
    TrainedHead mllib =
        new HeadTrainer(withMllib(config(0.01)), 5)
            .train(twice, twice.limit(0), List.of("features", "more"), LABELS);
    float[] top = {0, 2, 2};
    assertThat(mllib.head().probabilities(top))
        .containsExactly(joined.head().probabilities(top), within(0.005));
  }

  @Test
  void aDenseHeadIsTrainedWhereAskedForAndChosenWhereItIsClearlyBetter() {
    Dataset<Row> rings = rings();
    LabelIndex two = LabelIndex.of(List.of("inner", "outer"));
    TrainedHead chosen =
        new HeadTrainer(of(HeadType.AUTO), 5)
            .train(rings, rings.limit(0), List.of("features"), two);
    assertThat(chosen.description()).startsWith("dense [16], best of ");
    TrainedHead kept =
        new HeadTrainer(of(HeadType.AUTO), 5)
            .train(points(30), points(30).limit(0), List.of("features"), LABELS);
    assertThat(kept.description()).startsWith("linear, regularisation ");
    TrainedHead asked =
        new HeadTrainer(of(HeadType.DENSE), 5).train(rings, rings, List.of("features"), two);
    assertThat(asked.head().hidden()).hasSize(1);
    assertThat(asked.head().probabilities(new float[] {0, 0})[0]).isGreaterThan(0.8);
    assertThat(asked.head().probabilities(new float[] {3, 0})[1]).isGreaterThan(0.8);
  }

  @Test
  void aDenseHeadWhoseFeaturesDoNotFitIntoMemoryIsRefused() {
    HeadConfig config = withMllib(of(HeadType.DENSE));
    assertThatThrownBy(
            () ->
                new HeadTrainer(config, 5).train(points(3), points(3), List.of("features"), LABELS))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("these are 18 values, and head.in-memory-values allows 0");
  }

  @Test
  void oneImageAClassCannotBeCrossValidatedButTrained() {
    TrainedHead trained =
        new HeadTrainer(config(1.0, 0.1, 0.01), 1)
            .train(points(1), points(1).limit(0), List.of("features"), LABELS);
    assertThat(trained.metrics().get("regularization")).isEqualTo(0.1);
    assertThat(trained.metrics()).containsOnlyKeys("regularization");
  }

  private static TrainedHead train(HeadConfig config, long seed) {
    return new HeadTrainer(config, seed)
        .train(points(30), points(30).limit(0), List.of("features"), LABELS);
  }

  private static HeadConfig config(Double... regularization) {
    return new HeadConfig(
        HeadType.LINEAR, List.of(regularization), 3, 100, ClassWeights.AUTO, 1_000_000, DENSE);
  }

  private static HeadConfig withMllib(HeadConfig config) {
    return new HeadConfig(
        config.type(),
        config.regularization(),
        config.folds(),
        config.maxIterations(),
        config.classWeights(),
        0,
        config.dense());
  }

  private static HeadConfig of(HeadType type) {
    return new HeadConfig(type, List.of(0.1, 0.01), 3, 100, ClassWeights.AUTO, 1_000_000, DENSE);
  }

  private static int predict(TrainedHead trained, float[] point) {
    int best = 0;
    double[] scores = new double[3];
    for (int c = 0; c < 3; c++) {
      float[] w = trained.head().output().weights()[c];
      scores[c] = w[0] * point[0] + w[1] * point[1] + trained.head().output().biases()[c];
      best = scores[c] > scores[best] ? c : best;
    }
    return best;
  }

  /** A disc within a ring, which no straight line parts. */
  private static Dataset<Row> rings() {
    Random random = new Random(2);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      double radius = i % 2 == 0 ? random.nextDouble() : 2.5 + random.nextDouble();
      double angle = 2 * Math.PI * random.nextDouble();
      List<Float> point =
          List.of((float) (radius * Math.cos(angle)), (float) (radius * Math.sin(angle)));
      rows.add(
          RowFactory.create("uri" + i, "hash" + i, i % 2 == 0 ? "inner" : "outer", null, point));
    }
    return dataset(rows);
  }

  private static Dataset<Row> points(int perClass) {
    Random random = new Random(9);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < perClass; i++) {
      for (int c = 0; c < 3; c++) {
        float x = CENTRES[c][0] + 500 * (float) random.nextGaussian();
        float y = CENTRES[c][1] + 0.5f * (float) random.nextGaussian();
        rows.add(
            RowFactory.create("uri" + i + c, "hash" + i + c, LABELS.name(c), null, List.of(x, y)));
      }
    }
    return dataset(rows);
  }

  private static Dataset<Row> dataset(List<Row> rows) {
    return SparkExtension.session()
        .createDataFrame(
            rows,
            new StructType()
                .add("uri", DataTypes.StringType)
                .add("content_hash", DataTypes.StringType)
                .add("label", DataTypes.StringType)
                .add("group", DataTypes.StringType)
                .add("features", DataTypes.createArrayType(DataTypes.FloatType)));
  }
}
