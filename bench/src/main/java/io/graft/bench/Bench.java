package io.graft.bench;

import io.graft.GraftVersion;
import io.graft.bench.micro.MicroBenchmarks;
import io.graft.error.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code deploy/bench}: measures extraction beside its parts, and plans beside brute force. */
@Command(
    name = "bench",
    description = {
      "Measure extract-features end to end, its network and its decoding alone, and the same on",
      "DL4J as it ships: images/s and peak memory, each in a process of its own. With --plan: what",
      "the plan chooses beside every cut by brute force, and one pass for all cuts beside the last.",
      "With --train: training beside that of DL4J as it ships. With --gain: what pretraining is",
      "worth. With --averaging: how several workers compare with one."
    },
    sortOptions = false,
    subcommands = {
      ForwardCommand.class,
      DecodeCommand.class,
      TrainCommand.class,
      ConvolveCommand.class
    },
    synopsisSubcommandLabel = "",
    footer = {
      "",
      "The whole takes 20 to 25 minutes on two cores, and needs the machine for itself.",
      "",
      "Example:",
      "  deploy/bench --networks mobilenet-0.25 --sets photographs --out runs/performance.md",
      "  deploy/bench --plan --sets hymenoptera --out runs/plans.md",
      "  deploy/bench --train --networks squeezenet --out runs/training.md",
      "  deploy/bench --gain --out runs/gain.md",
      "  deploy/bench --averaging --out runs/averaging.md"
    })
public final class Bench implements Callable<Integer> {

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
          "That a run of Graft should take, or with --train a figure (default: ${DEFAULT-VALUE}).")
  private double seconds = 40;

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

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write the table too, after each network and set.")
  private Path out;

  @Option(names = "--plan", description = "Measure plans instead.")
  private boolean plan;

  @Option(names = "--train", description = "Measure training instead.")
  private boolean train;

  @Option(
      names = "--gain",
      description = "Measure what pretraining is worth in fine-tuning, on CIFAR-10.")
  private boolean gain;

  @Option(
      names = "--averaging",
      description = "Measure one worker beside several, from random weights, on CIFAR-10.")
  private boolean averaging;

  @Mixin private GainOptions gainOptions;

  @Option(names = "--micro", description = "Run the JMH benchmarks of the inner pieces instead.")
  private boolean micro;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    CommandLine commandLine = new CommandLine(new Bench());
    commandLine.setUsageHelpWidth(100);
    commandLine.setExecutionExceptionHandler(
        (thrown, command, parsed) -> {
          if (!(thrown instanceof UserException)) {
            throw thrown;
          }
          command.getErr().println("bench: " + thrown.getMessage());
          return 3;
        });
    // DL4J's threads would keep the JVM up.
    System.exit(commandLine.execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    SharedFiles shared = SharedFiles.ofSystem();
    if (micro) {
      MicroBenchmarks.run(shared.root(), Optional.ofNullable(out));
      return 0;
    }
    long start = System.nanoTime();
    requirePositive();
    Path work = JavaCommands.homeOfSystem().resolve("bench/target/work").toAbsolutePath();
    Folders.delete(work);
    Files.createDirectories(work);
    System.out.print(measure(shared, work));
    Folders.delete(work);
    Measurer.say("took %.1f minutes".formatted((System.nanoTime() - start) / 6e10));
    return 0;
  }

  private String measure(SharedFiles shared, Path work) throws Exception {
    if (train) {
      return measureTraining(work);
    }
    if (gain || averaging) {
      return measureGain(shared, work);
    }
    return plan ? measurePlans(shared, work) : measureExtraction(shared, work);
  }

  private String measureTraining(Path work) throws Exception {
    TrainSettings settings = trainSettings();
    TrainRun run = new TrainRun(settings, work);
    TrainTable table = TrainTable.empty(settings, run.convolutionGigaFlops(), Machine.ofThis());
    run.run(
        cell -> {
          table.cells().add(cell);
          write(table.markdown());
        });
    return table.markdown();
  }

  private String measureGain(SharedFiles shared, Path work) throws Exception {
    GainTable table =
        GainTable.empty(gainOptions.settings(cores, heap), Machine.ofThis(), LocalDate.now());
    GainRun run = new GainRun(table.settings(), shared, work);
    if (gain) {
      run.gain(
          cell -> {
            table.cells().add(cell);
            write(table.markdown());
          });
    }
    if (averaging) {
      run.averaging(
          cell -> {
            table.workers().add(cell);
            write(table.markdown());
          });
    }
    return table.markdown();
  }

  private String measureExtraction(SharedFiles shared, Path work) throws Exception {
    Settings settings = settings();
    ReportTable table =
        new ReportTable(
            new ArrayList<>(), settings, Machine.ofThis(), LocalDate.now(), GraftVersion.VERSION);
    new BenchRun(settings, shared, work)
        .run(
            cell -> {
              table.cells().add(cell);
              write(table.markdown());
            });
    return table.markdown();
  }

  private String measurePlans(SharedFiles shared, Path work) throws Exception {
    PlanSettings settings = planSettings();
    PlanTable table =
        new PlanTable(
            new ArrayList<>(), settings, Machine.ofThis(), LocalDate.now(), GraftVersion.VERSION);
    new PlanRun(settings, shared, work)
        .run(
            cell -> {
              table.cells().add(cell);
              write(table.markdown());
            });
    return table.markdown();
  }

  /** After each cell, so that a run that is cut short leaves what it has. */
  private void write(String markdown) {
    if (out == null) {
      return;
    }
    try {
      Files.createDirectories(out.toAbsolutePath().getParent());
      Files.writeString(out, markdown);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void requirePositive() {
    if (repeat < 1 || cores < 1 || !(seconds > 0) || (images != null && images < 1)) {
      throw new UserException("--repeat, --cores, --seconds and --images must be above 0.");
    }
  }

  private Settings settings() {
    return new Settings(
        networks(List.of(Network.values())),
        sets.isEmpty() ? List.of(ImageSet.values()) : sets.stream().map(ImageSet::parse).toList(),
        skipDl4j ? Settings.Dl4j.SKIPPED : Settings.Dl4j.MEASURED,
        images(),
        seconds,
        repeat,
        cores,
        heap,
        dl4jMemory);
  }

  private PlanSettings planSettings() {
    return new PlanSettings(
        networks(PlanSettings.NETWORKS),
        sets.isEmpty() ? PlanSettings.SETS : sets,
        images(),
        repeat,
        cores,
        heap);
  }

  private TrainSettings trainSettings() {
    return new TrainSettings(
        networks(TrainSettings.NETWORKS), seconds, repeat, cores, heap, dl4jMemory);
  }

  private List<Network> networks(List<Network> otherwise) {
    return networks.isEmpty() ? otherwise : networks.stream().map(Network::parse).toList();
  }

  private OptionalInt images() {
    return images == null ? OptionalInt.empty() : OptionalInt.of(images);
  }
}
