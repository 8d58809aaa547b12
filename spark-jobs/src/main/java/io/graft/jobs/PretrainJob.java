package io.graft.jobs;

import io.graft.config.GraftConfig;
import io.graft.dataset.LabelIndex;
import io.graft.dataset.Split;
import io.graft.dataset.SplitFractions;
import io.graft.error.UserException;
import io.graft.image.ChannelOrder;
import io.graft.image.Interpolation;
import io.graft.image.Preprocessing;
import io.graft.image.ResizeRule;
import io.graft.model.BaseModel;
import io.graft.model.BaseModelLoader;
import io.graft.plan.SourceStatistics;
import io.graft.spark.BaseModelWriter;
import io.graft.spark.ImageListing;
import io.graft.spark.ImageMemory;
import io.graft.spark.ImageSource;
import io.graft.spark.OutputFolder;
import io.graft.spark.SourceStatisticsFile;
import io.graft.spark.SourceStatisticsMeasurer;
import io.graft.spark.SplitAssignment;
import io.graft.spark.Storage;
import io.graft.training.LabelledImages;
import io.graft.training.Pretrainer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.graph.ComputationGraph;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a small base model from random weights, in the driver's memory. */
@Command(
    name = "pretrain",
    description = "Train a small base model from random weights, on this machine.",
    sortOptions = false,
    footer = {
      "",
      "Three convolutional and three dense layers; the settings are those of pretrain in",
      "conf/reference.conf. The images are held in memory. Writes OUT/base-model.zip, its",
      "preprocessing in OUT/base-model.zip.conf, its statistics in OUT/base-model.zip.source.json, and",
      "OUT/labels.txt.",
      "",
      "Example:",
      "  graft pretrain --images data-samples/shapes --out runs/base-model"
    })
final class PretrainJob implements Callable<Integer> {

  private static final List<Double> CENTRE = List.of(127.5, 127.5, 127.5);

  @Mixin private Options.Images images;
  @Mixin private Options.Output output;
  @Mixin private Options.General general;

  /** Accuracy on the images held out; NaN where there are none. */
  record Result(long trainingImages, double validationAccuracy, LabelIndex labels) {}

  @Override
  public Integer call() {
    GraftConfig config = general.load(images, output);
    Result result = Output.write("pretrain", config, PretrainJob::run);
    System.out.printf(
        Locale.ROOT,
        "pretrained on %,d images of %d classes, validation accuracy %.3f%nbase model %s/%s%n",
        result.trainingImages(),
        result.labels().size(),
        result.validationAccuracy(),
        config.locations().out(),
        BaseModelWriter.FILE);
    return ExitCode.DONE.number();
  }

  static Result run(SparkSession session, GraftConfig config, Path folder) {
    Path work = OutputFolder.work(folder);
    ImageListing listing = new ImageSource(session, work).list(config.locations().images());
    LabelIndex labels = listing.requireClasses();
    SplitFractions heldOut = new SplitFractions(config.pretrain().validation(), 0);
    ImageListing split =
        SplitAssignment.assign(listing, heldOut, config.seed(), config.engine().maxBytes(), work);
    Preprocessing preprocessing = preprocessing(config.pretrain().imageSize());
    ImageMemory memory = new ImageMemory(session, config.engine(), preprocessing, labels);
    LabelledImages training = memory.load(split.only(Split.TRAIN));
    if (training.size() == 0) {
      throw new UserException(
          "%s has no image to train on: all of its files are quarantined."
              .formatted(listing.uri()));
    }
    LabelledImages validation = memory.load(split.only(Split.VALIDATION));
    ComputationGraph network =
        new Pretrainer(config.pretrain(), config.seed())
            .train(training, validation, PretrainJob::print);
    BaseModelWriter.write(Storage.of(session), folder, network, preprocessing, labels);
    writeStatistics(session, config, listing, folder);
    return new Result(training.size(), Pretrainer.accuracy(network, validation), labels);
  }

  /** What plan compares other images with. */
  private static void writeStatistics(
      SparkSession session, GraftConfig config, ImageListing listing, Path folder) {
    Storage storage = Storage.of(session);
    BaseModel model =
        new BaseModelLoader(storage.modelFolder(folder), BaseModelWriter.FILE)
            .load(Optional.empty());
    SourceStatistics statistics =
        new SourceStatisticsMeasurer(session, model, config)
            .measure(listing, OutputFolder.work(folder));
    storage.writeText(
        SourceStatisticsFile.of(new Path(folder, BaseModelWriter.FILE)), statistics.json());
  }

  private static Preprocessing preprocessing(int size) {
    return new Preprocessing(
        size,
        size,
        ChannelOrder.RGB,
        ResizeRule.STRETCH,
        1,
        Interpolation.BILINEAR,
        CENTRE,
        CENTRE);
  }

  private static void print(Pretrainer.Epoch epoch) {
    System.err.printf(
        Locale.ROOT,
        "pretrain: epoch %d of %d, loss %.4f, validation accuracy %.3f%n",
        epoch.epoch(),
        epoch.epochs(),
        epoch.loss(),
        epoch.validationAccuracy());
  }
}
