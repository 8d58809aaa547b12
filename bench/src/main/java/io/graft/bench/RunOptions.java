package io.graft.bench;

import io.graft.error.UserException;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** What is measured, how long and how often. */
final class RunOptions {

  /** So long that starting is a small part, as it is of a night. */
  private static final double EXTRACTION_SECONDS = 120;

  private static final double TRAINING_SECONDS = 60;

  @Option(
      names = "--networks",
      paramLabel = "A,B",
      split = ",",
      description =
          "mobilenet-0.25, squeezenet, mobilenet-1.0, resnet-50 (default: all; with --plan the first two; with --train all but mobilenet-1.0).")
  private List<String> networks = List.of();

  @Option(
      names = "--sets",
      paramLabel = "A,B",
      split = ",",
      description =
          "photographs, small (default: both); with --plan folders of shared image sets (default: hymenoptera, cats_dogs, dtd10_textures, brain_mri).")
  private List<String> sets = List.of();

  @Option(
      names = "--skip-dl4j",
      description = "Leave stock DL4J out (it is measured on the first of the sets).")
  private boolean skipDl4j;

  @Option(
      names = "--images",
      paramLabel = "N",
      description =
          "Images a run of Graft, repeated from the set (default: as many as take --seconds; with --plan the set).")
  private Integer images;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "That a run of Graft should take (default: 120), or with --train a figure (default: 60).")
  private Double seconds;

  @Option(
      names = "--repeat",
      paramLabel = "R",
      description =
          "Runs of Graft, or with --train of a figure; their median and range are told (default: ${DEFAULT-VALUE}).")
  private int repeat = 1;

  @Option(
      names = "--cores",
      paramLabel = "N",
      description = "Threads and Spark tasks at once (default: this machine's, ${DEFAULT-VALUE}).")
  private int cores = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      description = "Java heap of each measured process (default: ${DEFAULT-VALUE}).")
  private String heap = "1g";

  @Option(
      names = "--dl4j-memory",
      paramLabel = "SIZE",
      description = "Limit on the process that runs stock DL4J (default: ${DEFAULT-VALUE}).")
  private String dl4jMemory = "14g";

  int cores() {
    return cores;
  }

  String heap() {
    return heap;
  }

  void requirePositive() {
    if (repeat < 1
        || cores < 1
        || (seconds != null && !(seconds > 0))
        || (images != null && images < 1)) {
      throw new UserException("--repeat, --cores, --seconds and --images must be above 0.");
    }
  }

  Settings settings() {
    return new Settings(
        networks(List.of(Network.values())),
        sets.isEmpty() ? List.of(ImageSet.values()) : sets.stream().map(ImageSet::parse).toList(),
        skipDl4j ? Settings.Dl4j.SKIPPED : Settings.Dl4j.MEASURED,
        images(),
        seconds == null ? EXTRACTION_SECONDS : seconds,
        repeat,
        cores,
        heap,
        dl4jMemory);
  }

  PlanSettings planSettings() {
    return new PlanSettings(
        networks(PlanSettings.NETWORKS),
        sets.isEmpty() ? PlanSettings.SETS : sets,
        images(),
        repeat,
        cores,
        heap);
  }

  TrainSettings trainSettings() {
    return new TrainSettings(
        networks(TrainSettings.NETWORKS),
        seconds == null ? TRAINING_SECONDS : seconds,
        repeat,
        cores,
        heap,
        dl4jMemory);
  }

  private List<Network> networks(List<Network> otherwise) {
    return networks.isEmpty() ? otherwise : networks.stream().map(Network::parse).toList();
  }

  private OptionalInt images() {
    return images == null ? OptionalInt.empty() : OptionalInt.of(images);
  }
}
