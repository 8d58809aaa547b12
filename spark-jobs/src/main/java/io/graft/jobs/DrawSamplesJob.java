package io.graft.jobs;

import io.graft.error.UserException;
import io.graft.samples.SampleWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Draws the project's own sample images. */
@Command(
    name = "draw-samples",
    description =
        "Draw the sample image sets of data-samples/; the same seed draws the same pixels.",
    sortOptions = false,
    footer = {
      "",
      "Writes OUT/shapes (the source task), OUT/similar, OUT/different and OUT/broken.",
      "",
      "Example:",
      "  graft draw-samples --out runs/samples --seed 42"
    })
final class DrawSamplesJob implements Callable<Integer> {

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      required = true,
      description = "A local folder, new or empty.")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Same seed, same pixels (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--times",
      paramLabel = "N",
      defaultValue = "1",
      description = "N times as many images of each class (default: ${DEFAULT-VALUE}).")
  private int times;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Override
  public Integer call() {
    if (times < 1 || times > 1000) {
      throw new UserException("--times " + times + ": a whole number from 1 to 1000 is allowed.");
    }
    SampleWriter.write(out, seed, times);
    System.out.printf("samples    %s%n", out);
    return ExitCode.DONE.number();
  }
}
