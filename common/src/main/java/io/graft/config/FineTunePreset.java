package io.graft.config;

import io.graft.error.UserException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Settings of fine-tuning that go together, named in {@code fine-tune.presets}. */
public enum FineTunePreset {
  SMALL,
  MEDIUM,
  LARGE,
  /** Esteva et al., "Dermatologist-level classification of skin cancer", 2017. */
  ESTEVA_2017;

  // The bands in which Big Transfer changes its recipe (Kolesnikov et al., 2020).
  private static final long SMALL_BELOW = 20_000;
  private static final long MEDIUM_BELOW = 500_000;

  /** The preset for a training set of this size. */
  public static FineTunePreset forImages(long trainingImages) {
    if (trainingImages < SMALL_BELOW) {
      return SMALL;
    }
    return trainingImages < MEDIUM_BELOW ? MEDIUM : LARGE;
  }

  /** As it is written in the settings. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads a name; empty for {@code auto}. */
  static Optional<FineTunePreset> parse(String text) {
    if (text.equalsIgnoreCase("auto")) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(values())
            .filter(preset -> preset.text().equalsIgnoreCase(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserException(
                        "Unknown preset '%s': use auto, small, medium, large or esteva-2017."
                            .formatted(text))));
  }
}
