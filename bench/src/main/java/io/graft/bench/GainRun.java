package io.graft.bench;

import io.graft.bench.FineTuneCommand.Task;
import io.graft.config.WorkerScaling;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What pretraining is worth: a network that knows five classes of CIFAR-10, fine-tuned on the other
 * five, beside the same network from random weights; and what averaging costs in accuracy: all ten
 * classes from random weights, by one worker and by several.
 *
 * @param work a folder for what the processes write
 */
record GainRun(GainSettings settings, SharedFiles shared, Path work) {

  private static final int PRETRAINING_EPOCHS = 20;

  /**
   * Measures the gain.
   *
   * @param done takes each size of training set as it is done
   */
  void gain(Consumer<GainCell> done) throws Exception {
    CifarImages images = images();
    Path baseModel = pretrain(images, PRETRAINING_EPOCHS);
    for (int size : settings.imagesPerClass()) {
      done.accept(gain(images, baseModel, size));
    }
  }

  /**
   * Measures averaging: one worker; several with as large a minibatch each, at the same rate and at
   * one that grows with them; and several with a minibatch that is as large together.
   *
   * @param done takes each number of workers as it is done
   */
  void averaging(Consumer<WorkersCell> done) throws Exception {
    CifarImages images = images();
    // Of the base model only its layers are used.
    Path baseModel = pretrain(images, 1);
    int workers = settings.cores();
    int batch = GainSettings.BATCH_SIZE;
    done.accept(averaging(images, baseModel, 1, batch, WorkerScaling.NONE));
    for (WorkerScaling scaling : WorkerScaling.values()) {
      done.accept(averaging(images, baseModel, workers, batch, scaling));
    }
    done.accept(averaging(images, baseModel, workers, batch / workers, WorkerScaling.NONE));
  }

  private CifarImages images() throws AbsentException {
    return new CifarImages(shared.path("images/cifar10"));
  }

  private Path pretrain(CifarImages images, int epochs) throws Exception {
    Path manifest = work.resolve("source.csv");
    Path out = work.resolve("base-model");
    images.writeUnsplit(manifest, CifarImages.SOURCE);
    new FineTuneCommand(settings, work)
        .graft(
            List.of(
                "pretrain",
                "--images=" + manifest,
                "--set=pretrain.image-size=32",
                "--set=pretrain.epochs=" + epochs,
                "--out=" + out));
    return out.resolve("base-model.zip");
  }

  private GainCell gain(CifarImages images, Path baseModel, int size) throws Exception {
    FineTuneCommand command = new FineTuneCommand(settings, work);
    List<Tuning> pretrained = new ArrayList<>();
    List<Tuning> equalEpochs = new ArrayList<>();
    List<Tuning> equalTime = new ArrayList<>();
    for (long seed = 1; seed <= settings.seeds(); seed++) {
      Path manifest = work.resolve("target.csv");
      images.writeSplit(manifest, CifarImages.TARGET, size, seed);
      Tuning known = command.run(task(manifest, baseModel, "pretrained", settings.epochs(), seed));
      Tuning random = command.run(task(manifest, baseModel, "random", settings.epochs(), seed));
      int more = (int) Math.max(0, (known.seconds() - random.seconds()) / random.secondsPerEpoch());
      Tuning longer =
          more == 0
              ? random
              : command.run(task(manifest, baseModel, "random", settings.epochs() + more, seed));
      Measurer.say(
          "%,d images a class, seed %d: pretrained %.3f, random %.3f, random for %d more epochs %.3f"
              .formatted(size, seed, known.accuracy(), random.accuracy(), more, longer.accuracy()));
      pretrained.add(known);
      equalEpochs.add(random);
      equalTime.add(longer);
    }
    return new GainCell(size, pretrained, equalEpochs, equalTime);
  }

  private Task task(Path manifest, Path baseModel, String init, int epochs, long seed) {
    return new Task(
        manifest,
        baseModel,
        init,
        epochs,
        settings.cores(),
        GainSettings.BATCH_SIZE,
        WorkerScaling.NONE,
        seed);
  }

  private WorkersCell averaging(
      CifarImages images, Path baseModel, int workers, int batchSize, WorkerScaling scaling)
      throws Exception {
    Path manifest = work.resolve("all.csv");
    images.writeSplit(manifest, CifarImages.ALL, Integer.MAX_VALUE, 0);
    List<Tuning> tunings = new ArrayList<>();
    for (long seed = 1; seed <= settings.seeds(); seed++) {
      Tuning tuning =
          new FineTuneCommand(settings, work)
              .run(
                  new Task(
                      manifest,
                      baseModel,
                      "random",
                      settings.epochs(),
                      workers,
                      batchSize,
                      scaling,
                      seed));
      Measurer.say(
          "%d workers, batch size %d, scaling %s, seed %d: %.3f, %.1f s an epoch"
              .formatted(
                  workers,
                  batchSize,
                  scaling.text(),
                  seed,
                  tuning.accuracy(),
                  tuning.secondsPerEpoch()));
      tunings.add(tuning);
    }
    return new WorkersCell(workers, batchSize, scaling, tunings);
  }
}
