package io.graft.jobs;

import static org.apache.spark.sql.functions.col;

import io.graft.config.GraftConfig;
import io.graft.dataset.LabelIndex;
import io.graft.dataset.Split;
import io.graft.error.UserException;
import io.graft.model.BaseModel;
import io.graft.spark.BundleWriter;
import io.graft.spark.FeatureSet;
import io.graft.spark.FeatureSet.Completeness;
import io.graft.spark.FeatureSetInfo;
import io.graft.spark.HeadTrainer;
import io.graft.spark.HeadTrainer.TrainedHead;
import io.graft.spark.Storage;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a new head on stored features and writes the model bundle. */
@Command(
    name = "train-head",
    description = "Train a new head on stored features and write the model bundle.",
    sortOptions = false,
    footer = {
      "",
      "A linear head (multinomial logistic regression), its regularisation chosen by cross-validation",
      "on the train split; --set head.type=dense or auto for one with dense layers. Writes OUT/model.zip (DL4J), OUT/model.onnx, OUT/bundle.json and OUT/golden.",
      "",
      "Example:",
      "  graft train-head --features runs/features \\",
      "    --base-model data-samples/base-model/base-model.zip --out runs/bundle"
    })
final class TrainHeadJob implements Callable<Integer> {

  @Option(
      names = "--features",
      paramLabel = "URI",
      description = "A feature set, as extract-features writes it.")
  private String features;

  @Option(
      names = "--incomplete",
      description = "Take a feature set whose extraction is still at work or was killed, as it is.")
  private boolean incomplete;

  @Mixin private Options.Backbone backbone;
  @Mixin private Options.Output output;
  @Mixin private Options.General general;

  @Override
  public Integer call() {
    GraftConfig config =
        general.load(backbone, output, settings -> Options.put(settings, "features", features));
    Completeness wanted = incomplete ? Completeness.SO_FAR : Completeness.COMPLETE;
    TrainedHead trained =
        Output.write(
            "train-head", config, (session, all, folder) -> run(session, all, wanted, folder));
    System.out.printf(
        "head       %s, trained on %,d images%nbundle     %s%n",
        trained.description(), trained.images(), config.locations().out());
    return ExitCode.DONE.number();
  }

  private static TrainedHead run(
      SparkSession session, GraftConfig config, Completeness wanted, Path folder) {
    FeatureSet features = FeatureSet.open(session, config.locations().features(), wanted);
    BaseModel model = BaseModels.load(Storage.of(session), config);
    return train(session, config, features, model, folder);
  }

  /** Trains on the train split and writes the bundle into the folder. */
  static TrainedHead train(
      SparkSession session, GraftConfig config, FeatureSet features, BaseModel model, Path folder) {
    List<FeatureSetInfo.Column> columns = features.columnsFor(model, config.backbone());
    LabelIndex labels = features.requireClasses();
    Dataset<Row> train = features.features().filter(col("split").equalTo(Split.TRAIN.text()));
    Dataset<Row> validation =
        features.features().filter(col("split").equalTo(Split.VALIDATION.text()));
    if (train.isEmpty()) {
      throw new UserException(
          "The feature set %s has no image in the train split: nothing to train on."
              .formatted(features.folder()));
    }
    TrainedHead trained =
        new HeadTrainer(config.head(), config.seed())
            .train(
                train,
                validation,
                columns.stream().map(FeatureSetInfo.Column::name).toList(),
                labels);
    new BundleWriter(session, model, config).write(features, columns, labels, trained, folder);
    return trained;
  }
}
