package io.graft.config;

import io.graft.error.UserException;
import io.graft.image.PreprocessingPreset;
import io.graft.model.Pooling;
import io.graft.plan.TransferCase;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * How the base model is cut.
 *
 * @param transferCase of the four cases of transfer learning; empty for the plan's choice
 * @param cuts the layers; empty for the default, before the classifier
 * @param poolings of spatial cuts: one for all, or one for each cut
 * @param preprocessing overrides what lies beside the base model; empty for that
 */
public record BackboneConfig(
    Optional<TransferCase> transferCase,
    List<String> cuts,
    List<Pooling> poolings,
    Optional<PreprocessingPreset> preprocessing) {

  static BackboneConfig read(SettingsReader settings) {
    BackboneConfig config =
        new BackboneConfig(
            settings.parsed("case", BackboneConfig::transferCase, Optional.empty()),
            settings.texts("cut"),
            settings.parsedTexts("pooling", Pooling::parse, List.of(Pooling.AVERAGE)),
            settings
                .text("preprocessing")
                .map(name -> settings.parsed("preprocessing", PreprocessingPreset::parse, null)));
    return settings.built(config::checked, config);
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

  /** The same with other cuts, as a plan chooses them. */
  public BackboneConfig with(
      TransferCase chosenCase, List<String> chosenCuts, List<Pooling> chosenPoolings) {
    return new BackboneConfig(Optional.of(chosenCase), chosenCuts, chosenPoolings, preprocessing);
  }

  private static Optional<TransferCase> transferCase(String text) {
    return text.equalsIgnoreCase("auto") ? Optional.empty() : Optional.of(TransferCase.parse(text));
  }
}
