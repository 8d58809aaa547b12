package io.graft.bench;

import io.graft.error.UserException;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of {@code --gain} and {@code --averaging}. */
final class GainOptions {

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description =
          "With --gain and --averaging: trainings of each kind (default: ${DEFAULT-VALUE}).")
  private int seeds = 3;

  @Option(
      names = "--images-per-class",
      paramLabel = "A,B",
      split = ",",
      description = "With --gain: sizes of the training set (default: 50,200,800).")
  private List<Integer> imagesPerClass = GainSettings.IMAGES_PER_CLASS;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "With --gain and --averaging: of every training (default: ${DEFAULT-VALUE}).")
  private int epochs = GainSettings.EPOCHS;

  GainSettings settings(int cores, String heap) {
    if (seeds < 1 || epochs < 1 || imagesPerClass.stream().anyMatch(count -> count < 1)) {
      throw new UserException("--seeds, --epochs and --images-per-class must be above 0.");
    }
    return new GainSettings(imagesPerClass, seeds, epochs, cores, heap);
  }
}
