package io.graft.config;

import io.graft.error.UserException;
import io.graft.image.PreprocessingPreset;
import io.graft.model.Pooling;
import java.util.Optional;

/**
 * How the base model is cut.
 *
 * @param transferCase of the four cases of transfer learning, 1 to 4
 * @param cut the layer; empty for the default, before the classifier
 * @param pooling of a spatial cut
 * @param preprocessing overrides what lies beside the base model; empty for that
 */
public record BackboneConfig(
    int transferCase,
    Optional<String> cut,
    Pooling pooling,
    Optional<PreprocessingPreset> preprocessing) {

  /** The only case that is carried out so far. */
  private static final String CASE_ONE = "1";

  static BackboneConfig read(SettingsReader settings) {
    return new BackboneConfig(
        settings.parsed("case", BackboneConfig::transferCase, 1),
        settings.text("cut"),
        settings.parsed("pooling", Pooling::parse, Pooling.AVERAGE),
        settings
            .text("preprocessing")
            .map(name -> settings.parsed("preprocessing", PreprocessingPreset::parse, null)));
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
