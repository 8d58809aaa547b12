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
import java.util.Locale;
import java.util.Optional;
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
      "The whole takes more than an hour on two cores, and needs the machine for itself.",
      "",
      "Example:",
      "  deploy/bench --networks mobilenet-0.25 --sets photographs --out runs/performance.md",
      "  deploy/bench --plan --sets hymenoptera --out runs/plans.md",
      "  deploy/bench --train --networks squeezenet --out runs/training.md",
      "  deploy/bench --gain --out runs/gain.md",
      "  deploy/bench --averaging --out runs/averaging.md"
    })
public final class Bench implements Callable<Integer> {

  @Mixin private RunOptions runOptions;

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
    runOptions.requirePositive();
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
    TrainSettings settings = runOptions.trainSettings();
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
        GainTable.empty(
            gainOptions.settings(runOptions.cores(), runOptions.heap()),
            Machine.ofThis(),
            LocalDate.now());
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
    Settings settings = runOptions.settings();
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
    PlanSettings settings = runOptions.planSettings();
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
}
