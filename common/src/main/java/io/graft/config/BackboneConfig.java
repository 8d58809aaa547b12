package io.graft.config;

import io.graft.error.UserException;
import io.graft.image.PreprocessingPreset;
import io.graft.model.Pooling;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * How the base model is cut.
 *
 * @param transferCase of the four cases of transfer learning, 1 to 4
 * @param cuts the layers; empty for the default, before the classifier
 * @param poolings of spatial cuts: one for all, or one for each cut
 * @param preprocessing overrides what lies beside the base model; empty for that
 */
public record BackboneConfig(
    int transferCase,
    List<String> cuts,
    List<Pooling> poolings,
    Optional<PreprocessingPreset> preprocessing) {

  /** The only case that is carried out so far. */
  private static final String CASE_ONE = "1";

  static BackboneConfig read(SettingsReader settings) {
    BackboneConfig config =
        new BackboneConfig(
            settings.parsed("case", BackboneConfig::transferCase, 1),
            settings.texts("cut"),
            settings.parsedTexts("pooling", Pooling::parse, List.of(Pooling.AVERAGE)),
            settings
                .text("preprocessing")
                .map(name -> settings.parsed("preprocessing", PreprocessingPreset::parse, null)));
    return settings.built(config::checked, config);
  }

  /**
   * The cut, for commands that take only one.
   *
   * @throws UserException when there are several
   */
  public Optional<String> onlyCut() {
    if (cuts.size() > 1) {
      throw new UserException(
          "This command takes one cut, but cut names %d: %s."
              .formatted(cuts.size(), String.join(", ", cuts)));
    }
    return cuts.stream().findFirst();
  }

  /** The pooling of the cut at this position. */
  public Pooling pooling(int cut) {
    return poolings.size() == 1 ? poolings.get(0) : poolings.get(cut);
  }

  private BackboneConfig checked() {
    if (new HashSet<>(cuts).size() < cuts.size()) {
      throw new UserException(
          "cut names a layer twice: %s. Name each once.".formatted(String.join(", ", cuts)));
    }
    if (poolings.size() != 1 && poolings.size() != cuts.size()) {
      throw new UserException(
          "pooling has %d values for %d cuts: give one for all, or one for each cut."
              .formatted(poolings.size(), cuts.size()));
    }
    return this;
  }

  private static int transferCase(String text) {
    if (text.equalsIgnoreCase("auto") || text.equals(CASE_ONE)) {
      return 1;
    }
    throw new UserException(
        "case %s is not carried out yet: use auto or 1 (small data, similar to the base model's)."
            .formatted(text));
  }
}
