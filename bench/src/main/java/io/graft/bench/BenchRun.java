package io.graft.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Measures every network on every image set. */
final class BenchRun {

  private static final int FEWEST_IMAGES = 2 * Batches.SIZE;

  /** How many times stock DL4J is slower than the network on ONNX Runtime, about: its images. */
  private static final int DL4J_SLOWDOWN = 60;

  private final Settings settings;
  private final SharedFiles shared;
  private final Path work;
  private final BaseModelFiles models;
  private final Measurer measurer;

  /**
   * @param work a folder for images, models and what the measured processes write
   */
  BenchRun(Settings settings, SharedFiles shared, Path work) {
    this.settings = settings;
    this.shared = shared;
    this.work = work;
    this.models = new BaseModelFiles(shared, work);
    this.measurer = new Measurer(settings, work);
  }

  /**
   * Measures all that is there; what is absent is left out with a printed reason.
   *
   * @param finished takes each cell as it is done
   */
  void run(Consumer<Cell> finished) throws Exception {
    for (Network network : settings.networks()) {
      try {
        Measurer.Model model = export(network);
        for (ImageSet set : settings.sets()) {
          measure(model, set).ifPresent(finished);
        }
      } catch (AbsentException absent) {
        Measurer.say("skipped " + network.title() + ": " + absent.getMessage());
      }
    }
  }

  private Measurer.Model export(Network network) throws Exception {
    Path file = models.file(network);
    Path onnx = work.resolve(network.text() + ".onnx");
    Files.write(onnx, ExportedModel.of(file).onnx());
    return new Measurer.Model(network, file, onnx);
  }

  private Optional<Cell> measure(Measurer.Model model, ImageSet set) throws Exception {
    Measurer.say(model.network().title() + ", " + set.text());
    Path source;
    try {
      source = shared.path(set.folder());
    } catch (AbsentException absent) {
      Measurer.say("skipped " + set.text() + ": " + absent.getMessage());
      return Optional.empty();
    }
    try (PartProcess forward = measurer.forward(model);
        PartProcess decode = measurer.decode(model, source)) {
      return Optional.of(measure(model, set, ImageFiles.of(source), forward, decode));
    }
  }

  private Cell measure(
      Measurer.Model model, ImageSet set, ImageFiles files, PartProcess forward, PartProcess decode)
      throws Exception {
    double decodeRate = decode.warmUp(settings.warmUpSeconds());
    double forwardRate = forward.warmUp(settings.warmUpSeconds());
    double graftRate = Floor.inSeries(decodeRate, forwardRate);
    int images = settings.images().orElse(wholeBatches(graftRate * settings.seconds()));
    int few = Batches.SIZE * settings.cores();
    Measurement start = measurer.graft(model, imageFolder(files, few), few).stage();
    Path folder = imageFolder(files, images);
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < settings.repeat(); i++) {
      rounds.add(measurer.round(model, folder, images, forward, decode));
    }
    Measurement extraction = Measurement.of(rounds.stream().map(Round::extraction).toList());
    return new Cell(
        model.network(),
        set,
        images,
        rounds,
        steady(images, extraction, few, start),
        dl4j(model, set, files, forwardRate));
  }

  /** On the first set only: the network costs so much there that the images hardly matter. */
  private Optional<Measurement> dl4j(
      Measurer.Model model, ImageSet set, ImageFiles files, double forwardRate) throws Exception {
    if (settings.dl4j() == Settings.Dl4j.SKIPPED || set != settings.sets().get(0)) {
      return Optional.empty();
    }
    int images =
        Math.min(
            wholeBatches(forwardRate * settings.seconds() / DL4J_SLOWDOWN),
            settings.images().orElse(Integer.MAX_VALUE));
    int few = Batches.SIZE;
    try {
      Measurement start = measurer.dl4j(model, imageFolder(files, few), few).stage();
      Measurement all = measurer.dl4j(model, imageFolder(files, images), images).stage();
      double rate = steady(images, all, few, start).orElse(all.median());
      return Optional.of(new Measurement(List.of(rate), all.peakBytes()));
    } catch (ChildFailedException failed) {
      Measurer.say(failed.getMessage());
      return Optional.empty();
    }
  }

  private static OptionalDouble steady(
      int images, Measurement measurement, int few, Measurement start) {
    return SteadyRate.of(images, images / measurement.median(), few, few / start.median());
  }

  private static int wholeBatches(double images) {
    return Math.max(FEWEST_IMAGES, (int) Math.ceil(images / Batches.SIZE) * Batches.SIZE);
  }

  private Path imageFolder(ImageFiles source, int images) throws Exception {
    Path folder = work.resolve("images");
    Folders.delete(folder);
    source.repeat(images, folder);
    return folder;
  }
}
