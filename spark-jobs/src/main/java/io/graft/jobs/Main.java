package io.graft.jobs;

import io.graft.GraftVersion;
import io.graft.error.QualityGateException;
import io.graft.error.UserException;
import io.graft.training.TrainingDivergedException;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The {@code graft} command: lists the commands, runs one, and maps its end to an exit code. */
@Command(
    name = "graft",
    description = "Transfer learning for image networks on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TransferJob.class,
      PlanJob.class,
      LayersJob.class,
      ExtractFeaturesJob.class,
      PackJob.class,
      TrainHeadJob.class,
      FineTuneJob.class,
      EvaluateJob.class,
      PredictJob.class,
      PretrainJob.class,
      SourceStatisticsJob.class,
      DrawSamplesJob.class
    },
    footer = {
      "",
      "Example:",
      "  graft transfer --config conf/quickstart.conf",
      "",
      "Exit codes: 0 done; 1 a bug, with its stack trace; 2 usage; 3 the data, the model or the",
      "environment; 4 training diverged, or a quality gate was missed."
    })
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    int code = run(arguments);
    if (code != 0) {
      // Not on success: under YARN an explicit exit looks like a lost driver.
      System.exit(code);
    }
  }

  /** Runs a command in this JVM and returns its exit code. */
  static int run(String... arguments) {
    // What is printed and written down reads the same on every machine.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setUsageHelpWidth(100);
    commandLine.setExecutionExceptionHandler((thrown, command, parsed) -> report(thrown, command));
    if (arguments.length == 0) {
      commandLine.usage(System.err);
      return ExitCode.USAGE.number();
    }
    return commandLine.execute(arguments);
  }

  private static int report(Exception thrown, CommandLine command) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserException) {
        command.getErr().println("graft " + command.getCommandName() + ": " + cause.getMessage());
        return ExitCode.USER.number();
      }
      if (cause instanceof TrainingDivergedException || cause instanceof QualityGateException) {
        command.getErr().println("graft " + command.getCommandName() + ": " + cause.getMessage());
        return ExitCode.DIVERGED.number();
      }
    }
    command.getErr().println("graft " + command.getCommandName() + ": a bug. Please report it:");
    thrown.printStackTrace(command.getErr());
    return ExitCode.BUG.number();
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"graft " + GraftVersion.VERSION};
    }
  }
}
