package io.graft.spark;

import static org.apache.spark.sql.functions.col;

import io.graft.config.FineTuneConfig.HeadStart;
import io.graft.config.GraftConfig;
import io.graft.dataset.LabelIndex;
import io.graft.dataset.Split;
import io.graft.model.BaseModel;
import io.graft.model.Cut;
import io.graft.model.Head;
import io.graft.model.LinearHead;
import io.graft.model.NetworkCutter;
import io.graft.model.NetworkShape;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The network that fine-tuning starts from: the base model with a new head. */
record StartingNetwork(BaseModel model, Cut cut, GraftConfig config) {

  /** With a head that begins as asked for. */
  ComputationGraph with(HeadStart start, FeatureSet features) {
    Head head = start == HeadStart.FEATURES ? trained(features) : random(features);
    return NetworkCutter.withHead(model.network(), List.of(cut), model.preprocessing(), head);
  }

  private Head trained(FeatureSet features) {
    Dataset<Row> train = features.features().filter(col("split").equalTo(Split.TRAIN.text()));
    Dataset<Row> validation =
        features.features().filter(col("split").equalTo(Split.VALIDATION.text()));
    return new HeadTrainer(config.head(), config.seed())
        .train(
            train,
            validation,
            List.of(FeatureSet.columnName(cut.layer())),
            features.requireClasses())
        .head();
  }

  private Head random(FeatureSet features) {
    LabelIndex labels = features.requireClasses();
    int width =
        NetworkShape.of(model.network(), model.preprocessing()).width(cut.layer(), cut.pooling());
    Random random = new Random(config.seed());
    float[][] weights = new float[labels.size()][width];
    for (float[] ofClass : weights) {
      for (int i = 0; i < width; i++) {
        ofClass[i] = (float) (random.nextGaussian() / Math.sqrt(width));
      }
    }
    return new LinearHead(weights, new float[labels.size()]);
  }
}
